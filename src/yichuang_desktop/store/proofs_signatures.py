"""What must always be true of the signatures given on screen."""

from yichuang_desktop.store.proof_parts import proof_of

_IN_EVIDENCE = ("commitment.signature.signature_id", "collection_signature.signature_id")

SIGNATURES = (
    proof_of(
        "signatures",
        "signatures_chained",
        "每个窗口的屏幕签名连续编号，一份接着一份",
        """SELECT @id(s.signature_id), s.counter || ' / ' || s.seq FROM signature s
           LEFT JOIN signature p ON p.counter = s.counter AND p.seq = s.seq - 1
           WHERE s.previous <> coalesce(p.digest, '') OR (s.seq > 1 AND p.seq IS NULL)""",
    ),
    *(
        proof_of(
            "signatures",
            f"signed_text_kept_{number}",
            "办件记录里的屏幕签名都有封存的文本和笔迹",
            f"""SELECT @id(a.case_id), a.kind FROM act a
                WHERE coalesce(@json(a.evidence, {place}), '') <> '' AND NOT EXISTS
                  (SELECT 1 FROM signature s
                   JOIN attachment x ON x.sha256 = s.strokes_sha256
                   JOIN attachment y ON y.sha256 = s.picture_sha256
                   WHERE @id(s.signature_id) = replace(@json(a.evidence, {place}), '-', '')
                     AND s.case_id = a.case_id)""",
        )
        for number, place in enumerate(_IN_EVIDENCE, 1)
    ),
)
"""The chain, and that whatever an act says was signed on screen is there to be read again."""
