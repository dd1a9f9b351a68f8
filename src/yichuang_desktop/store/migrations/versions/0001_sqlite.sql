CREATE TABLE attachment (
	sha256 VARCHAR(64) NOT NULL, 
	case_id CHAR(32) NOT NULL, 
	media_type VARCHAR NOT NULL, 
	content BLOB NOT NULL, 
	CONSTRAINT pk_attachment PRIMARY KEY (sha256)
)
-- next --
CREATE TABLE audit (
	login VARCHAR NOT NULL, 
	seq INTEGER NOT NULL, 
	at VARCHAR(24) NOT NULL, 
	kind VARCHAR NOT NULL, 
	subject VARCHAR DEFAULT '' NOT NULL, 
	details JSON NOT NULL, 
	previous VARCHAR(64) NOT NULL, 
	digest VARCHAR(64) NOT NULL, 
	CONSTRAINT pk_audit PRIMARY KEY (login, seq)
)
-- next --
CREATE TABLE bag_series (
	year INTEGER NOT NULL, 
	ledger VARCHAR NOT NULL CONSTRAINT ck_bag_series_ledger CHECK (ledger in ('counter', 'online', 'department')), 
	last INTEGER NOT NULL CONSTRAINT ck_bag_series_last CHECK (last > 0), 
	CONSTRAINT pk_bag_series PRIMARY KEY (year, ledger)
)
-- next --
CREATE TABLE calendar_year (
	year INTEGER NOT NULL, 
	document JSON NOT NULL, 
	CONSTRAINT pk_calendar_year PRIMARY KEY (year)
)
-- next --
CREATE TABLE cases (
	case_id CHAR(32) NOT NULL, 
	channel VARCHAR NOT NULL, 
	approval VARCHAR DEFAULT 'new' NOT NULL, 
	papers VARCHAR DEFAULT 'with_applicant' NOT NULL, 
	counterfoil VARCHAR DEFAULT 'not_made' NOT NULL, 
	result VARCHAR DEFAULT 'none' NOT NULL, 
	revision INTEGER DEFAULT '0' NOT NULL, 
	receipt_no VARCHAR, 
	item_id VARCHAR DEFAULT '' NOT NULL, 
	item_version INTEGER DEFAULT '0' NOT NULL, 
	item_name VARCHAR DEFAULT '' NOT NULL, 
	department VARCHAR DEFAULT '' NOT NULL, 
	applicant_name VARCHAR DEFAULT '' NOT NULL, 
	applicant JSON, 
	representative JSON, 
	counter INTEGER DEFAULT '0' NOT NULL, 
	first_handler VARCHAR DEFAULT '' NOT NULL, 
	received_at VARCHAR(24), 
	accepted_on DATE, 
	legal_due DATE, 
	promise_due DATE, 
	due_estimated BOOLEAN DEFAULT false NOT NULL, 
	promise_text VARCHAR DEFAULT '' NOT NULL, 
	delivery VARCHAR DEFAULT '' NOT NULL, 
	platform_no VARCHAR DEFAULT '' NOT NULL, 
	result_name VARCHAR DEFAULT '' NOT NULL, 
	result_no VARCHAR DEFAULT '' NOT NULL, 
	result_copies INTEGER DEFAULT '0' NOT NULL, 
	copies INTEGER DEFAULT '0' NOT NULL, 
	on_the_spot BOOLEAN DEFAULT false NOT NULL, 
	collection_due VARCHAR(24), 
	commitment_owed BOOLEAN DEFAULT false NOT NULL, 
	supplement_owed BOOLEAN DEFAULT false NOT NULL, 
	extended BOOLEAN DEFAULT false NOT NULL, 
	consult_no VARCHAR DEFAULT '' NOT NULL, 
	question VARCHAR DEFAULT '' NOT NULL, 
	asked_in VARCHAR DEFAULT '' NOT NULL, 
	external_no VARCHAR DEFAULT '' NOT NULL, 
	parcel_no VARCHAR DEFAULT '' NOT NULL, 
	package_id VARCHAR DEFAULT '' NOT NULL, 
	part_of VARCHAR DEFAULT '' NOT NULL, 
	part_no VARCHAR DEFAULT '' NOT NULL, 
	part_step INTEGER DEFAULT '0' NOT NULL, 
	special_step VARCHAR DEFAULT '' NOT NULL, 
	step_due DATE, 
	notice_due DATE, 
	supply_due DATE, 
	check_due DATE, 
	decided_on DATE, 
	mail_to JSON, 
	waybill_no VARCHAR DEFAULT '' NOT NULL, 
	bag_no VARCHAR DEFAULT '' NOT NULL, 
	bag_month VARCHAR DEFAULT '' NOT NULL, 
	book VARCHAR DEFAULT '' NOT NULL, 
	book_page INTEGER DEFAULT '0' NOT NULL, 
	book_line INTEGER DEFAULT '0' NOT NULL, 
	platform_accepted_on DATE, 
	platform_closed_on DATE, 
	registered_on DATE, 
	moved_at VARCHAR(24), 
	CONSTRAINT pk_cases PRIMARY KEY (case_id), 
	CONSTRAINT uq_cases_receipt_no UNIQUE (receipt_no)
)
-- next --
CREATE INDEX ix_cases_applicant_name ON cases (applicant_name)
-- next --
CREATE INDEX ix_cases_approval_open ON cases (approval, promise_due)
-- next --
CREATE INDEX ix_cases_channel ON cases (channel, registered_on)
-- next --
CREATE INDEX ix_cases_check_due ON cases (check_due)
-- next --
CREATE INDEX ix_cases_consult_no ON cases (consult_no)
-- next --
CREATE INDEX ix_cases_counterfoil_open ON cases (counterfoil, counter)
-- next --
CREATE INDEX ix_cases_notice_due ON cases (notice_due)
-- next --
CREATE INDEX ix_cases_papers_open ON cases (papers, counter)
-- next --
CREATE INDEX ix_cases_part_of ON cases (part_of)
-- next --
CREATE INDEX ix_cases_registered_on ON cases (registered_on, counter)
-- next --
CREATE INDEX ix_cases_result_open ON cases (result, moved_at)
-- next --
CREATE INDEX ix_cases_supply_due ON cases (supply_due)
-- next --
CREATE UNIQUE INDEX ux_cases_bag_no ON cases (bag_no) WHERE bag_no <> ''
-- next --
CREATE UNIQUE INDEX ux_cases_book_line ON cases (book, book_page, book_line) WHERE book <> ''
-- next --
CREATE UNIQUE INDEX ux_cases_department_no ON cases (channel, department, external_no) WHERE channel IN ('department', 'department_system') AND external_no <> '' AND approval <> 'void' AND result <> 'not_applicable'
-- next --
CREATE UNIQUE INDEX ux_cases_external_no ON cases (channel, external_no) WHERE channel IN ('online', 'province', 'cross_province') AND external_no <> '' AND approval <> 'void' AND result <> 'not_applicable'
-- next --
CREATE TABLE change_mark (
	kind VARCHAR NOT NULL, 
	count INTEGER DEFAULT '0' NOT NULL, 
	CONSTRAINT pk_change_mark PRIMARY KEY (kind)
)
-- next --
CREATE TABLE delegation (
	delegation_id CHAR(32) NOT NULL, 
	department VARCHAR DEFAULT '' NOT NULL, 
	item_id VARCHAR DEFAULT '' NOT NULL, 
	since DATE NOT NULL, 
	until DATE, 
	document_no VARCHAR NOT NULL, 
	ends CHAR(32), 
	filed_by VARCHAR DEFAULT '' NOT NULL, 
	filed_at VARCHAR(24), 
	CONSTRAINT pk_delegation PRIMARY KEY (delegation_id), 
	CONSTRAINT uq_delegation_ends UNIQUE (ends), 
	CONSTRAINT fk_delegation_ends_delegation FOREIGN KEY(ends) REFERENCES delegation (delegation_id)
)
-- next --
CREATE TABLE hall (
	the_one INTEGER NOT NULL CONSTRAINT ck_hall_one CHECK (the_one = 1), 
	name VARCHAR NOT NULL, 
	prefix VARCHAR NOT NULL, 
	phone VARCHAR DEFAULT '' NOT NULL, 
	complaint_phone VARCHAR DEFAULT '' NOT NULL, 
	address VARCHAR DEFAULT '' NOT NULL, 
	demonstration BOOLEAN DEFAULT false NOT NULL, 
	timezone VARCHAR DEFAULT 'Asia/Shanghai' NOT NULL, 
	undo_minutes INTEGER DEFAULT '10' NOT NULL, 
	referral_days INTEGER DEFAULT '3' NOT NULL, 
	uncollected_days INTEGER DEFAULT '15' NOT NULL, 
	config JSON NOT NULL, 
	config_version INTEGER DEFAULT '0' NOT NULL, 
	CONSTRAINT pk_hall PRIMARY KEY (the_one)
)
-- next --
CREATE TABLE hall_clock (
	the_one INTEGER NOT NULL CONSTRAINT ck_hall_clock_one CHECK (the_one = 1), 
	simulated_at VARCHAR(24), 
	running BOOLEAN DEFAULT false NOT NULL, 
	started_at VARCHAR(24), 
	CONSTRAINT pk_hall_clock PRIMARY KEY (the_one)
)
-- next --
CREATE TABLE hall_role (
	role VARCHAR NOT NULL, 
	db_role VARCHAR NOT NULL, 
	CONSTRAINT pk_hall_role PRIMARY KEY (role)
)
-- next --
CREATE TABLE package_version (
	package_id VARCHAR NOT NULL, 
	version INTEGER NOT NULL, 
	name VARCHAR NOT NULL, 
	document JSON NOT NULL, 
	published_at VARCHAR(24), 
	published_by VARCHAR NOT NULL, 
	note VARCHAR DEFAULT '' NOT NULL, 
	CONSTRAINT pk_package_version PRIMARY KEY (package_id, version)
)
-- next --
CREATE TABLE paper_key (
	key_id INTEGER NOT NULL, 
	secret BLOB NOT NULL CONSTRAINT ck_paper_key_size CHECK (length(secret) = 32), 
	current BOOLEAN DEFAULT false NOT NULL, 
	CONSTRAINT pk_paper_key PRIMARY KEY (key_id)
)
-- next --
CREATE TABLE print_move (
	"before" VARCHAR NOT NULL, 
	"after" VARCHAR NOT NULL, 
	CONSTRAINT pk_print_move PRIMARY KEY ("before", "after")
)
-- next --
CREATE TABLE printer_lease (
	"key" VARCHAR NOT NULL CONSTRAINT ck_printer_lease_key CHECK (key <> ''), 
	fence INTEGER NOT NULL CONSTRAINT ck_printer_lease_fence CHECK (fence > 0), 
	held_by VARCHAR NOT NULL CONSTRAINT ck_printer_lease_held_by CHECK (held_by <> ''), 
	leased_until VARCHAR(24) NOT NULL, 
	CONSTRAINT pk_printer_lease PRIMARY KEY ("key")
)
-- next --
CREATE TABLE record_kind (
	kind VARCHAR NOT NULL, 
	roles VARCHAR NOT NULL, 
	CONSTRAINT pk_record_kind PRIMARY KEY (kind)
)
-- next --
CREATE TABLE schema_info (
	name VARCHAR NOT NULL, 
	value VARCHAR NOT NULL, 
	CONSTRAINT pk_schema_info PRIMARY KEY (name)
)
-- next --
CREATE TABLE service_item_version (
	item_id VARCHAR NOT NULL, 
	version INTEGER NOT NULL, 
	name VARCHAR NOT NULL, 
	department VARCHAR NOT NULL, 
	code VARCHAR DEFAULT '' NOT NULL, 
	zone VARCHAR DEFAULT '' NOT NULL, 
	document JSON NOT NULL, 
	search_keys JSON NOT NULL, 
	published_at VARCHAR(24), 
	published_by VARCHAR NOT NULL, 
	note VARCHAR DEFAULT '' NOT NULL, 
	withdrawn BOOLEAN DEFAULT false NOT NULL, 
	CONSTRAINT pk_service_item_version PRIMARY KEY (item_id, version)
)
-- next --
CREATE TABLE staff_group (
	group_id VARCHAR NOT NULL, 
	name VARCHAR NOT NULL, 
	floor INTEGER, 
	CONSTRAINT pk_staff_group PRIMARY KEY (group_id)
)
-- next --
CREATE TABLE transition (
	kind VARCHAR NOT NULL, 
	number VARCHAR NOT NULL, 
	title VARCHAR NOT NULL, 
	clause VARCHAR NOT NULL, 
	channels VARCHAR NOT NULL, 
	roles VARCHAR NOT NULL, 
	doers VARCHAR NOT NULL, 
	evidence VARCHAR NOT NULL, 
	settable VARCHAR NOT NULL, 
	blocked_by VARCHAR NOT NULL, 
	approval_moves VARCHAR NOT NULL, 
	papers_moves VARCHAR NOT NULL, 
	counterfoil_moves VARCHAR NOT NULL, 
	result_moves VARCHAR NOT NULL, 
	registers BOOLEAN DEFAULT false NOT NULL, 
	opens_service VARCHAR DEFAULT '' NOT NULL, 
	annullable BOOLEAN DEFAULT false NOT NULL, 
	needs_reason BOOLEAN DEFAULT false NOT NULL, 
	CONSTRAINT pk_transition PRIMARY KEY (kind)
)
-- next --
CREATE TABLE counter (
	code INTEGER NOT NULL CONSTRAINT ck_counter_code CHECK (code between 1 and 49), 
	floor INTEGER NOT NULL, 
	sign VARCHAR NOT NULL, 
	kind VARCHAR NOT NULL, 
	zone VARCHAR DEFAULT '' NOT NULL, 
	group_id VARCHAR, 
	closed BOOLEAN DEFAULT false NOT NULL, 
	CONSTRAINT pk_counter PRIMARY KEY (code), 
	CONSTRAINT fk_counter_group_id_staff_group FOREIGN KEY(group_id) REFERENCES staff_group (group_id)
)
-- next --
CREATE TABLE paper (
	code VARCHAR NOT NULL, 
	kind INTEGER NOT NULL, 
	case_id CHAR(32) NOT NULL, 
	number VARCHAR NOT NULL, 
	CONSTRAINT pk_paper PRIMARY KEY (code), 
	CONSTRAINT fk_paper_case_id_cases FOREIGN KEY(case_id) REFERENCES cases (case_id) DEFERRABLE INITIALLY DEFERRED
)
-- next --
CREATE INDEX ix_paper_case_id ON paper (case_id)
-- next --
CREATE TABLE print_job (
	job_id VARCHAR NOT NULL, 
	case_id CHAR(32), 
	kind VARCHAR NOT NULL, 
	document JSON NOT NULL, 
	printer VARCHAR NOT NULL, 
	requested_by VARCHAR NOT NULL, 
	requested_at VARCHAR(24) NOT NULL, 
	copy_no INTEGER DEFAULT '1' NOT NULL, 
	job_group VARCHAR DEFAULT '' NOT NULL, 
	bundle VARCHAR DEFAULT '' NOT NULL, 
	state VARCHAR DEFAULT 'queued' NOT NULL, 
	attempts INTEGER DEFAULT '0' NOT NULL, 
	printer_key VARCHAR DEFAULT '' NOT NULL, 
	fence INTEGER DEFAULT '0' NOT NULL, 
	failure VARCHAR, 
	rendered BLOB, 
	rendered_sha256 VARCHAR DEFAULT '' NOT NULL, 
	render_version VARCHAR DEFAULT '' NOT NULL, 
	held_by VARCHAR DEFAULT '' NOT NULL, 
	detail VARCHAR DEFAULT '' NOT NULL, 
	ordinal INTEGER DEFAULT '0' NOT NULL, 
	CONSTRAINT pk_print_job PRIMARY KEY (job_id), 
	CONSTRAINT fk_print_job_case_id_cases FOREIGN KEY(case_id) REFERENCES cases (case_id)
)
-- next --
CREATE INDEX ix_print_job_bundle ON print_job (bundle)
-- next --
CREATE INDEX ix_print_job_case_id ON print_job (case_id)
-- next --
CREATE INDEX ix_print_job_printer_key_fence ON print_job (printer_key, fence)
-- next --
CREATE INDEX ix_print_job_waiting ON print_job (state, printer, requested_at)
-- next --
CREATE UNIQUE INDEX uq_print_job_sending ON print_job (printer_key) WHERE state = 'sending'
-- next --
CREATE TABLE staff (
	login VARCHAR NOT NULL, 
	name VARCHAR NOT NULL, 
	group_id VARCHAR, 
	active BOOLEAN DEFAULT true NOT NULL, 
	db_role VARCHAR, 
	password_hash VARCHAR, 
	CONSTRAINT pk_staff PRIMARY KEY (login), 
	CONSTRAINT fk_staff_group_id_staff_group FOREIGN KEY(group_id) REFERENCES staff_group (group_id), 
	CONSTRAINT uq_staff_db_role UNIQUE (db_role)
)
-- next --
CREATE TABLE act (
	act_id CHAR(32) NOT NULL, 
	case_id CHAR(32) NOT NULL, 
	case_revision INTEGER NOT NULL, 
	kind VARCHAR NOT NULL, 
	channel VARCHAR, 
	approval_before VARCHAR, 
	papers_before VARCHAR, 
	counterfoil_before VARCHAR, 
	result_before VARCHAR, 
	approval_after VARCHAR NOT NULL, 
	papers_after VARCHAR NOT NULL, 
	counterfoil_after VARCHAR NOT NULL, 
	result_after VARCHAR NOT NULL, 
	evidence JSON NOT NULL, 
	sets JSON NOT NULL, 
	done_by VARCHAR NOT NULL, 
	doer_name VARCHAR DEFAULT '' NOT NULL, 
	reason VARCHAR DEFAULT '' NOT NULL, 
	counter INTEGER, 
	recorded_by VARCHAR NOT NULL, 
	at VARCHAR(24), 
	receipt_no VARCHAR, 
	annuls CHAR(32), 
	request_sha256 VARCHAR DEFAULT '' NOT NULL, 
	CONSTRAINT pk_act PRIMARY KEY (act_id), 
	CONSTRAINT uq_act_case_id_case_revision UNIQUE (case_id, case_revision), 
	CONSTRAINT fk_act_case_id_cases FOREIGN KEY(case_id) REFERENCES cases (case_id), 
	CONSTRAINT fk_act_counter_counter FOREIGN KEY(counter) REFERENCES counter (code), 
	CONSTRAINT uq_act_annuls UNIQUE (annuls), 
	CONSTRAINT fk_act_annuls_act FOREIGN KEY(annuls) REFERENCES act (act_id)
)
-- next --
CREATE INDEX ix_act_at ON act (at, kind)
-- next --
CREATE TABLE counter_duty (
	change_no INTEGER NOT NULL, 
	change_id CHAR(32), 
	code INTEGER NOT NULL, 
	since DATE NOT NULL, 
	channels VARCHAR NOT NULL, 
	why VARCHAR DEFAULT '' NOT NULL, 
	set_by VARCHAR DEFAULT '' NOT NULL, 
	at VARCHAR(24), 
	CONSTRAINT pk_counter_duty PRIMARY KEY (change_no), 
	CONSTRAINT uq_counter_duty_change_id UNIQUE (change_id), 
	CONSTRAINT fk_counter_duty_code_counter FOREIGN KEY(code) REFERENCES counter (code)
)
-- next --
CREATE INDEX ix_counter_duty_code ON counter_duty (code, since)
-- next --
CREATE TABLE device_event (
	event_no INTEGER NOT NULL, 
	counter INTEGER NOT NULL, 
	kind VARCHAR NOT NULL, 
	deed VARCHAR NOT NULL, 
	facts JSON NOT NULL, 
	"by" VARCHAR DEFAULT '' NOT NULL, 
	at VARCHAR(24), 
	CONSTRAINT pk_device_event PRIMARY KEY (event_no), 
	CONSTRAINT ck_device_event_kind CHECK (kind IN ('slip_printer', 'a4_printer', 'evaluator', 'scanner', 'card_reader', 'signature_pad', 'customer_screen', 'document_camera')), 
	CONSTRAINT ck_device_event_deed CHECK (deed IN ('bound', 'unbound', 'connected', 'lost', 'fault', 'recovered', 'tested', 'answers', 'stray', 'used')), 
	CONSTRAINT fk_device_event_counter_counter FOREIGN KEY(counter) REFERENCES counter (code)
)
-- next --
CREATE INDEX ix_device_event_of ON device_event (counter, kind, event_no)
-- next --
CREATE TABLE draft (
	case_id CHAR(32) NOT NULL, 
	form JSON NOT NULL, 
	counter INTEGER, 
	clerk VARCHAR DEFAULT '' NOT NULL, 
	saved_at VARCHAR(24), 
	CONSTRAINT pk_draft PRIMARY KEY (case_id), 
	CONSTRAINT fk_draft_case_id_cases FOREIGN KEY(case_id) REFERENCES cases (case_id), 
	CONSTRAINT fk_draft_counter_counter FOREIGN KEY(counter) REFERENCES counter (code)
)
-- next --
CREATE TABLE group_leader (
	group_id VARCHAR NOT NULL, 
	since DATE NOT NULL, 
	login VARCHAR NOT NULL, 
	until DATE, 
	CONSTRAINT pk_group_leader PRIMARY KEY (group_id, since), 
	CONSTRAINT fk_group_leader_group_id_staff_group FOREIGN KEY(group_id) REFERENCES staff_group (group_id), 
	CONSTRAINT fk_group_leader_login_staff FOREIGN KEY(login) REFERENCES staff (login)
)
-- next --
CREATE TABLE hall_record (
	record_id CHAR(32) NOT NULL, 
	kind VARCHAR NOT NULL, 
	period VARCHAR NOT NULL, 
	subject VARCHAR DEFAULT '' NOT NULL, 
	body JSON NOT NULL, 
	counter INTEGER, 
	recorded_by VARCHAR NOT NULL, 
	at VARCHAR(24), 
	CONSTRAINT pk_hall_record PRIMARY KEY (record_id), 
	CONSTRAINT fk_hall_record_counter_counter FOREIGN KEY(counter) REFERENCES counter (code)
)
-- next --
CREATE INDEX ix_hall_record_kind_period ON hall_record (kind, period)
-- next --
CREATE TABLE log_in_lock (
	login VARCHAR NOT NULL, 
	failures INTEGER NOT NULL, 
	locked_until VARCHAR(24), 
	CONSTRAINT pk_log_in_lock PRIMARY KEY (login), 
	CONSTRAINT fk_log_in_lock_login_staff FOREIGN KEY(login) REFERENCES staff (login)
)
-- next --
CREATE TABLE number_series (
	day DATE NOT NULL, 
	counter INTEGER NOT NULL, 
	series VARCHAR NOT NULL, 
	last INTEGER NOT NULL CONSTRAINT ck_number_series_last CHECK (last between 1 and 9999), 
	CONSTRAINT pk_number_series PRIMARY KEY (day, counter, series), 
	CONSTRAINT fk_number_series_counter_counter FOREIGN KEY(counter) REFERENCES counter (code)
)
-- next --
CREATE TABLE print_job_event (
	event_id INTEGER NOT NULL, 
	job_id VARCHAR NOT NULL, 
	"before" VARCHAR NOT NULL, 
	"after" VARCHAR NOT NULL, 
	attempts INTEGER NOT NULL, 
	failure VARCHAR, 
	printer VARCHAR DEFAULT '' NOT NULL, 
	"by" VARCHAR NOT NULL, 
	at VARCHAR(24) NOT NULL, 
	CONSTRAINT pk_print_job_event PRIMARY KEY (event_id), 
	CONSTRAINT fk_print_job_event_job_id_print_job FOREIGN KEY(job_id) REFERENCES print_job (job_id)
)
-- next --
CREATE INDEX ix_print_job_event_job_id ON print_job_event (job_id)
-- next --
CREATE INDEX ix_print_job_event_printer_at ON print_job_event (printer, at)
-- next --
CREATE TABLE seat_assignment (
	counter INTEGER NOT NULL, 
	login VARCHAR NOT NULL, 
	since DATE NOT NULL, 
	until DATE, 
	CONSTRAINT pk_seat_assignment PRIMARY KEY (counter, login, since), 
	CONSTRAINT fk_seat_assignment_counter_counter FOREIGN KEY(counter) REFERENCES counter (code), 
	CONSTRAINT fk_seat_assignment_login_staff FOREIGN KEY(login) REFERENCES staff (login)
)
-- next --
CREATE TABLE signature (
	signature_id CHAR(32) NOT NULL, 
	case_id CHAR(32) NOT NULL, 
	counter INTEGER NOT NULL, 
	seq INTEGER NOT NULL, 
	purpose VARCHAR DEFAULT '' NOT NULL, 
	template VARCHAR DEFAULT '' NOT NULL, 
	text VARCHAR NOT NULL, 
	signer VARCHAR DEFAULT '' NOT NULL, 
	verified VARCHAR DEFAULT '' NOT NULL, 
	strokes_sha256 VARCHAR NOT NULL, 
	picture_sha256 VARCHAR NOT NULL, 
	device VARCHAR DEFAULT '' NOT NULL, 
	dpi INTEGER NOT NULL, 
	started_ms BIGINT NOT NULL, 
	finished_ms BIGINT NOT NULL, 
	seal VARCHAR NOT NULL, 
	recorded_by VARCHAR DEFAULT '' NOT NULL, 
	at VARCHAR(24) NOT NULL, 
	previous VARCHAR DEFAULT '' NOT NULL, 
	digest VARCHAR NOT NULL, 
	CONSTRAINT pk_signature PRIMARY KEY (signature_id), 
	CONSTRAINT uq_signature_counter_seq UNIQUE (counter, seq), 
	CONSTRAINT fk_signature_case_id_cases FOREIGN KEY(case_id) REFERENCES cases (case_id), 
	CONSTRAINT fk_signature_counter_counter FOREIGN KEY(counter) REFERENCES counter (code)
)
-- next --
CREATE INDEX ix_signature_case_id ON signature (case_id)
-- next --
CREATE TABLE staff_role (
	login VARCHAR NOT NULL, 
	role VARCHAR NOT NULL, 
	CONSTRAINT pk_staff_role PRIMARY KEY (login, role), 
	CONSTRAINT fk_staff_role_login_staff FOREIGN KEY(login) REFERENCES staff (login)
)
-- next --
CREATE TABLE window_device (
	binding_no INTEGER NOT NULL, 
	counter INTEGER NOT NULL, 
	kind VARCHAR NOT NULL, 
	driver VARCHAR DEFAULT '' NOT NULL, 
	address VARCHAR DEFAULT '' NOT NULL, 
	identity VARCHAR DEFAULT '' NOT NULL, 
	known_by VARCHAR DEFAULT '' NOT NULL, 
	title VARCHAR DEFAULT '' NOT NULL, 
	options JSON NOT NULL, 
	set_by VARCHAR DEFAULT '' NOT NULL, 
	at VARCHAR(24), 
	CONSTRAINT pk_window_device PRIMARY KEY (binding_no), 
	CONSTRAINT ck_window_device_kind CHECK (kind IN ('slip_printer', 'a4_printer', 'evaluator', 'scanner', 'card_reader', 'signature_pad', 'customer_screen', 'document_camera')), 
	CONSTRAINT ck_window_device_known_by CHECK (known_by = '' OR substr(identity, 1, length(known_by) + 1) = known_by || '|'), 
	CONSTRAINT fk_window_device_counter_counter FOREIGN KEY(counter) REFERENCES counter (code)
)
-- next --
CREATE INDEX ix_window_device_known_by ON window_device (known_by)
-- next --
CREATE INDEX ix_window_device_of ON window_device (counter, kind, binding_no)
-- next --
CREATE TABLE outbox (
	push_id INTEGER NOT NULL, 
	message_id CHAR(32) NOT NULL, 
	case_id CHAR(32) NOT NULL, 
	kind VARCHAR NOT NULL, 
	department VARCHAR DEFAULT '' NOT NULL, 
	body JSON NOT NULL, 
	state VARCHAR DEFAULT 'waiting' NOT NULL, 
	attempts INTEGER DEFAULT '0' NOT NULL, 
	next_try_at VARCHAR(24), 
	held_by VARCHAR DEFAULT '' NOT NULL, 
	leased_until VARCHAR(24), 
	receiver VARCHAR DEFAULT '' NOT NULL, 
	last_error VARCHAR DEFAULT '' NOT NULL, 
	external_no VARCHAR DEFAULT '' NOT NULL, 
	confirmed_on DATE, 
	answer VARCHAR DEFAULT '' NOT NULL, 
	reason VARCHAR DEFAULT '' NOT NULL, 
	queued_at VARCHAR(24), 
	sent_at VARCHAR(24), 
	answered_at VARCHAR(24), 
	CONSTRAINT pk_outbox PRIMARY KEY (push_id), 
	CONSTRAINT uq_outbox_message_id UNIQUE (message_id), 
	CONSTRAINT fk_outbox_message_id_act FOREIGN KEY(message_id) REFERENCES act (act_id), 
	CONSTRAINT fk_outbox_case_id_cases FOREIGN KEY(case_id) REFERENCES cases (case_id)
)
-- next --
CREATE INDEX ix_outbox_case_id ON outbox (case_id)
-- next --
CREATE INDEX ix_outbox_state ON outbox (state, push_id)
-- next --
CREATE TABLE paper_revocation (
	code VARCHAR NOT NULL, 
	act_id CHAR(32) NOT NULL, 
	CONSTRAINT pk_paper_revocation PRIMARY KEY (code), 
	CONSTRAINT fk_paper_revocation_code_paper FOREIGN KEY(code) REFERENCES paper (code), 
	CONSTRAINT fk_paper_revocation_act_id_act FOREIGN KEY(act_id) REFERENCES act (act_id) DEFERRABLE INITIALLY DEFERRED
)
-- next --
CREATE TABLE service_event (
	event_id CHAR(32) NOT NULL, 
	case_id CHAR(32) NOT NULL, 
	kind VARCHAR NOT NULL, 
	opened_at VARCHAR(24) NOT NULL, 
	counter INTEGER, 
	clerk VARCHAR NOT NULL, 
	CONSTRAINT pk_service_event PRIMARY KEY (event_id), 
	CONSTRAINT fk_service_event_event_id_act FOREIGN KEY(event_id) REFERENCES act (act_id) DEFERRABLE INITIALLY DEFERRED
)
-- next --
CREATE INDEX ix_service_event_case_id ON service_event (case_id)
-- next --
CREATE TABLE outbox_event (
	event_id INTEGER NOT NULL, 
	push_id INTEGER NOT NULL, 
	"before" VARCHAR NOT NULL, 
	"after" VARCHAR NOT NULL, 
	attempts INTEGER NOT NULL, 
	receiver VARCHAR DEFAULT '' NOT NULL, 
	error VARCHAR DEFAULT '' NOT NULL, 
	external_no VARCHAR DEFAULT '' NOT NULL, 
	reason VARCHAR DEFAULT '' NOT NULL, 
	"by" VARCHAR NOT NULL, 
	at VARCHAR(24) NOT NULL, 
	CONSTRAINT pk_outbox_event PRIMARY KEY (event_id), 
	CONSTRAINT fk_outbox_event_push_id_outbox FOREIGN KEY(push_id) REFERENCES outbox (push_id)
)
-- next --
CREATE INDEX ix_outbox_event_push_id ON outbox_event (push_id)
-- next --
CREATE TABLE rating_code (
	code_sha256 VARCHAR(64) NOT NULL, 
	event_id CHAR(32) NOT NULL, 
	device VARCHAR NOT NULL, 
	at VARCHAR(24), 
	expires_at VARCHAR(24), 
	CONSTRAINT pk_rating_code PRIMARY KEY (code_sha256), 
	CONSTRAINT ck_rating_code_hashed CHECK (length(code_sha256) = 64), 
	CONSTRAINT uq_rating_code_event_id UNIQUE (event_id), 
	CONSTRAINT fk_rating_code_event_id_service_event FOREIGN KEY(event_id) REFERENCES service_event (event_id)
)
-- next --
CREATE TABLE rating_stray (
	stray_id CHAR(32) NOT NULL, 
	kind VARCHAR NOT NULL, 
	event_id CHAR(32), 
	channel VARCHAR DEFAULT '' NOT NULL, 
	raw VARCHAR DEFAULT '' NOT NULL, 
	times INTEGER DEFAULT '1' NOT NULL, 
	device VARCHAR NOT NULL, 
	at VARCHAR(24), 
	CONSTRAINT pk_rating_stray PRIMARY KEY (stray_id), 
	CONSTRAINT ck_rating_stray_kind CHECK (kind in ('orphan', 'duplicate', 'foreign_device', 'contradiction', 'late', 'unknown_key')), 
	CONSTRAINT ck_rating_stray_channel CHECK (channel in ('screen', 'keys', 'tablet', 'code')), 
	CONSTRAINT ck_rating_stray_raw CHECK (length(raw) <= 512), 
	CONSTRAINT ck_rating_stray_times CHECK (times > 0), 
	CONSTRAINT fk_rating_stray_event_id_service_event FOREIGN KEY(event_id) REFERENCES service_event (event_id)
)
-- next --
CREATE TABLE rating (
	event_id CHAR(32) NOT NULL, 
	outcome VARCHAR NOT NULL, 
	grade INTEGER, 
	device VARCHAR NOT NULL, 
	at VARCHAR(24), 
	channel VARCHAR DEFAULT 'screen' NOT NULL, 
	raw VARCHAR DEFAULT '' NOT NULL, 
	code_sha256 VARCHAR(64), 
	CONSTRAINT pk_rating PRIMARY KEY (event_id), 
	CONSTRAINT ck_rating_outcome CHECK (outcome in ('rated', 'timed_out', 'declined', 'no_device')), 
	CONSTRAINT ck_rating_answered CHECK ((outcome = 'rated') = (grade is not null)), 
	CONSTRAINT ck_rating_grade CHECK (grade between 1 and 5), 
	CONSTRAINT ck_rating_channel CHECK (channel in ('screen', 'keys', 'tablet', 'code')), 
	CONSTRAINT ck_rating_by_code CHECK ((channel = 'code') = (code_sha256 is not null)), 
	CONSTRAINT ck_rating_raw CHECK (length(raw) <= 512), 
	CONSTRAINT fk_rating_event_id_service_event FOREIGN KEY(event_id) REFERENCES service_event (event_id), 
	CONSTRAINT uq_rating_code_sha256 UNIQUE (code_sha256), 
	CONSTRAINT fk_rating_code_sha256_rating_code FOREIGN KEY(code_sha256) REFERENCES rating_code (code_sha256)
)
-- next --
CREATE VIEW hall_moment AS
SELECT CASE WHEN NOT h.demonstration OR c.simulated_at IS NULL THEN strftime('%Y-%m-%dT%H:%M:%fZ', 'now')
            WHEN c.started_at IS NULL THEN c.simulated_at
            ELSE strftime('%Y-%m-%dT%H:%M:%fZ',
                          julianday(c.simulated_at) + julianday('now') - julianday(c.started_at)) END AS now,
       h.config_version AS config_version, h.undo_minutes AS undo_minutes, h.prefix AS prefix,
       strftime('%Y-%m-%dT%H:%M:%fZ', 'now') AS real_now
FROM hall h JOIN hall_clock c ON c.the_one = h.the_one
-- next --
CREATE VIEW rating_seen AS SELECT event_id, outcome, grade FROM rating
-- next --
CREATE TRIGGER act_check BEFORE INSERT ON act
BEGIN
  INSERT INTO cases (case_id, channel) SELECT NEW.case_id, NEW.channel
  WHERE NEW.case_revision = 1 AND NEW.channel IS NOT NULL
    AND NOT EXISTS (SELECT 1 FROM cases WHERE case_id = NEW.case_id);
  SELECT RAISE(ABORT, 'yc:forged_stamp')
  WHERE NEW.at IS NOT NULL OR NEW.receipt_no IS NOT NULL OR NEW.approval_before IS NOT NULL;
  SELECT CASE
    WHEN k.kind IS NULL THEN RAISE(ABORT, 'yc:unknown_act')
    WHEN s.login IS NULL THEN RAISE(ABORT, 'yc:not_allowed')
    WHEN c.case_id IS NULL THEN RAISE(ABORT, 'yc:not_found')
    WHEN c.revision <> NEW.case_revision - 1 THEN RAISE(ABORT, 'yc:changed_elsewhere')
    WHEN NOT EXISTS (SELECT 1 FROM staff_role r WHERE r.login = NEW.recorded_by
                     AND instr(k.roles, '|' || r.role || '|') > 0) THEN RAISE(ABORT, 'yc:not_your_role')
    WHEN instr(k.doers, '|' || NEW.done_by || '|') = 0 THEN RAISE(ABORT, 'yc:not_this_doer')
    WHEN instr(k.channels, '|' || c.channel || '|') = 0 THEN RAISE(ABORT, 'yc:not_in_this_channel')
    WHEN c.package_id <> '' AND c.part_of = '' AND NEW.kind IN ('approve', 'ask_correction', 'book_in_result', 'conclude_on_the_spot', 'open_special_step', 'refuse', 'send_back')
      THEN RAISE(ABORT, 'yc:package_by_its_parts')
    WHEN NEW.kind <> 'annul' AND ((k.approval_moves = '' AND c.approval <> NEW.approval_after) OR (k.approval_moves <> '' AND instr(k.approval_moves, '|' || c.approval || '>' || NEW.approval_after || '|') = 0)) THEN RAISE(ABORT, 'yc:not_in_this_state:approval')
    WHEN NEW.kind <> 'annul' AND ((k.papers_moves = '' AND c.papers <> NEW.papers_after) OR (k.papers_moves <> '' AND instr(k.papers_moves, '|' || c.papers || '>' || NEW.papers_after || '|') = 0)) THEN RAISE(ABORT, 'yc:not_in_this_state:papers')
    WHEN NEW.kind <> 'annul' AND ((k.counterfoil_moves = '' AND c.counterfoil <> NEW.counterfoil_after) OR (k.counterfoil_moves <> '' AND instr(k.counterfoil_moves, '|' || c.counterfoil || '>' || NEW.counterfoil_after || '|') = 0)) THEN RAISE(ABORT, 'yc:not_in_this_state:counterfoil')
    WHEN NEW.kind <> 'annul' AND ((k.result_moves = '' AND c.result <> NEW.result_after) OR (k.result_moves <> '' AND instr(k.result_moves, '|' || c.result || '>' || NEW.result_after || '|') = 0)) THEN RAISE(ABORT, 'yc:not_in_this_state:result')
    WHEN (c.commitment_owed AND instr(k.blocked_by, '|commitment_owed|') > 0)
      OR (c.supplement_owed AND instr(k.blocked_by, '|supplement_owed|') > 0)
      OR (c.extended AND instr(k.blocked_by, '|extended|') > 0) THEN RAISE(ABORT, 'yc:still_owed')
    WHEN k.needs_reason AND trim(NEW.reason) = '' THEN RAISE(ABORT, 'yc:reason_lacking')
    WHEN EXISTS (SELECT 1 FROM json_each(k.evidence) e
                 WHERE coalesce(json_extract(NEW.evidence, '$.' || e.value), '') IN ('', 0, '[]', '{}'))
      THEN RAISE(ABORT, 'yc:evidence_lacking')
    WHEN NEW.sets <> '{}' AND EXISTS (SELECT 1 FROM json_each(NEW.sets) e
                 WHERE instr(k.settable, '|' || e.key || '|') = 0) THEN RAISE(ABORT, 'yc:column_not_settable')
    WHEN k.registers AND NEW.counter IS NULL THEN RAISE(ABORT, 'yc:counter_lacking')
    WHEN k.registers AND NEW.done_by <> 'hall' AND NOT (coalesce((SELECT instr(d.channels, '|' || c.channel || '|') FROM counter_duty d
      WHERE d.code = NEW.counter AND d.since <= (SELECT date(now, '+8 hours') FROM hall_moment)
      ORDER BY d.since DESC, d.change_no DESC LIMIT 1), 0) > 0)
      THEN RAISE(ABORT, 'yc:not_this_window_duty')
    WHEN k.registers AND c.receipt_no IS NOT NULL THEN RAISE(ABORT, 'yc:not_in_this_state:approval')
    WHEN NEW.kind = 'close_package' AND EXISTS (SELECT 1 FROM cases p WHERE p.part_of = c.case_id
                 AND p.approval <> 'closed') THEN RAISE(ABORT, 'yc:parts_open')
    WHEN (NEW.kind = 'annul') <> (NEW.annuls IS NOT NULL) THEN RAISE(ABORT, 'yc:not_annullable')
  END
  FROM (SELECT 1) LEFT JOIN transition k ON k.kind = NEW.kind
  LEFT JOIN cases c ON c.case_id = NEW.case_id
  LEFT JOIN staff s ON s.login = NEW.recorded_by AND s.active;
END
-- next --
CREATE TRIGGER act_annuls BEFORE INSERT ON act WHEN NEW.annuls IS NOT NULL
BEGIN
  SELECT CASE
    WHEN a.act_id IS NULL OR a.annuls IS NOT NULL OR NOT k.annullable OR EXISTS (SELECT 1 FROM act u WHERE u.annuls = a.act_id)
      THEN RAISE(ABORT, 'yc:not_annullable')
    WHEN EXISTS (SELECT 1 FROM act l WHERE l.case_id = a.case_id AND l.case_revision > a.case_revision
                 AND l.annuls IS NULL AND (l.approval_before <> l.approval_after OR l.papers_before <> l.papers_after OR l.counterfoil_before <> l.counterfoil_after OR l.result_before <> l.result_after) AND NOT EXISTS (SELECT 1 FROM act u WHERE u.annuls = l.act_id))
      THEN RAISE(ABORT, 'yc:not_the_last_act')
    WHEN NOT (NEW.approval_after = a.approval_before AND NEW.papers_after = a.papers_before AND NEW.counterfoil_after = a.counterfoil_before AND NEW.result_after = a.result_before) THEN RAISE(ABORT, 'yc:not_in_this_state:approval')
    WHEN NOT EXISTS (SELECT 1 FROM staff_role r WHERE r.login = NEW.recorded_by AND r.role = 'group_leader')
      AND (a.recorded_by <> NEW.recorded_by
           OR (julianday(m.now) - julianday(a.at)) * 1440 > m.undo_minutes)
      THEN RAISE(ABORT, 'yc:annul_too_late')
  END
  FROM hall_moment m LEFT JOIN act a ON a.act_id = NEW.annuls AND a.case_id = NEW.case_id
  LEFT JOIN transition k ON k.kind = a.kind;
END
-- next --
CREATE TRIGGER act_moves_case AFTER INSERT ON act
BEGIN
  INSERT INTO number_series (day, counter, series, last)
  SELECT date(now, '+8 hours'), NEW.counter, 'R', 1 FROM hall_moment WHERE EXISTS (SELECT 1 FROM transition WHERE kind = NEW.kind AND registers)
  ON CONFLICT (day, counter, series) DO UPDATE SET last = last + 1;
  UPDATE act SET at = (SELECT now FROM hall_moment), approval_before = (SELECT approval FROM cases WHERE case_id = NEW.case_id), papers_before = (SELECT papers FROM cases WHERE case_id = NEW.case_id), counterfoil_before = (SELECT counterfoil FROM cases WHERE case_id = NEW.case_id), result_before = (SELECT result FROM cases WHERE case_id = NEW.case_id),
    receipt_no = (SELECT m.prefix || strftime('%Y%m%d', m.now, '+8 hours')
                         || printf('-%02d-%04d', NEW.counter, n.last)
                  FROM hall_moment m JOIN number_series n
                  ON n.day = date(m.now, '+8 hours') AND n.counter = NEW.counter AND n.series = 'R'
                  WHERE EXISTS (SELECT 1 FROM transition WHERE kind = NEW.kind AND registers))
  WHERE act_id = NEW.act_id;
  UPDATE cases SET
      item_id = CASE WHEN json_type(NEW.sets, '$.item_id') IS NULL THEN item_id ELSE coalesce(json_extract(NEW.sets, '$.item_id'), '') END,
      item_version = CASE WHEN json_type(NEW.sets, '$.item_version') IS NULL THEN item_version ELSE coalesce(json_extract(NEW.sets, '$.item_version'), 0) END,
      item_name = CASE WHEN json_type(NEW.sets, '$.item_name') IS NULL THEN item_name ELSE coalesce(json_extract(NEW.sets, '$.item_name'), '') END,
      department = CASE WHEN json_type(NEW.sets, '$.department') IS NULL THEN department ELSE coalesce(json_extract(NEW.sets, '$.department'), '') END,
      applicant_name = CASE WHEN json_type(NEW.sets, '$.applicant_name') IS NULL THEN applicant_name ELSE coalesce(json_extract(NEW.sets, '$.applicant_name'), '') END,
      applicant = CASE WHEN json_type(NEW.sets, '$.applicant') IS NULL THEN applicant ELSE json_extract(NEW.sets, '$.applicant') END,
      representative = CASE WHEN json_type(NEW.sets, '$.representative') IS NULL THEN representative ELSE json_extract(NEW.sets, '$.representative') END,
      received_at = CASE WHEN json_type(NEW.sets, '$.received_at') IS NULL THEN received_at ELSE nullif(json_extract(NEW.sets, '$.received_at'), '') END,
      accepted_on = CASE WHEN json_type(NEW.sets, '$.accepted_on') IS NULL THEN accepted_on ELSE json_extract(NEW.sets, '$.accepted_on') END,
      legal_due = CASE WHEN json_type(NEW.sets, '$.legal_due') IS NULL THEN legal_due ELSE json_extract(NEW.sets, '$.legal_due') END,
      promise_due = CASE WHEN json_type(NEW.sets, '$.promise_due') IS NULL THEN promise_due ELSE json_extract(NEW.sets, '$.promise_due') END,
      due_estimated = CASE WHEN json_type(NEW.sets, '$.due_estimated') IS NULL THEN due_estimated ELSE coalesce(json_extract(NEW.sets, '$.due_estimated'), 0) END,
      promise_text = CASE WHEN json_type(NEW.sets, '$.promise_text') IS NULL THEN promise_text ELSE coalesce(json_extract(NEW.sets, '$.promise_text'), '') END,
      delivery = CASE WHEN json_type(NEW.sets, '$.delivery') IS NULL THEN delivery ELSE coalesce(json_extract(NEW.sets, '$.delivery'), '') END,
      platform_no = CASE WHEN json_type(NEW.sets, '$.platform_no') IS NULL THEN platform_no ELSE coalesce(json_extract(NEW.sets, '$.platform_no'), '') END,
      result_name = CASE WHEN json_type(NEW.sets, '$.result_name') IS NULL THEN result_name ELSE coalesce(json_extract(NEW.sets, '$.result_name'), '') END,
      result_no = CASE WHEN json_type(NEW.sets, '$.result_no') IS NULL THEN result_no ELSE coalesce(json_extract(NEW.sets, '$.result_no'), '') END,
      result_copies = CASE WHEN json_type(NEW.sets, '$.result_copies') IS NULL THEN result_copies ELSE coalesce(json_extract(NEW.sets, '$.result_copies'), 0) END,
      copies = CASE WHEN json_type(NEW.sets, '$.copies') IS NULL THEN copies ELSE coalesce(json_extract(NEW.sets, '$.copies'), 0) END,
      on_the_spot = CASE WHEN json_type(NEW.sets, '$.on_the_spot') IS NULL THEN on_the_spot ELSE coalesce(json_extract(NEW.sets, '$.on_the_spot'), 0) END,
      collection_due = CASE WHEN json_type(NEW.sets, '$.collection_due') IS NULL THEN collection_due ELSE nullif(json_extract(NEW.sets, '$.collection_due'), '') END,
      commitment_owed = CASE WHEN json_type(NEW.sets, '$.commitment_owed') IS NULL THEN commitment_owed ELSE coalesce(json_extract(NEW.sets, '$.commitment_owed'), 0) END,
      supplement_owed = CASE WHEN json_type(NEW.sets, '$.supplement_owed') IS NULL THEN supplement_owed ELSE coalesce(json_extract(NEW.sets, '$.supplement_owed'), 0) END,
      extended = CASE WHEN json_type(NEW.sets, '$.extended') IS NULL THEN extended ELSE coalesce(json_extract(NEW.sets, '$.extended'), 0) END,
      consult_no = CASE WHEN json_type(NEW.sets, '$.consult_no') IS NULL THEN consult_no ELSE coalesce(json_extract(NEW.sets, '$.consult_no'), '') END,
      question = CASE WHEN json_type(NEW.sets, '$.question') IS NULL THEN question ELSE coalesce(json_extract(NEW.sets, '$.question'), '') END,
      asked_in = CASE WHEN json_type(NEW.sets, '$.asked_in') IS NULL THEN asked_in ELSE coalesce(json_extract(NEW.sets, '$.asked_in'), '') END,
      external_no = CASE WHEN json_type(NEW.sets, '$.external_no') IS NULL THEN external_no ELSE coalesce(json_extract(NEW.sets, '$.external_no'), '') END,
      parcel_no = CASE WHEN json_type(NEW.sets, '$.parcel_no') IS NULL THEN parcel_no ELSE coalesce(json_extract(NEW.sets, '$.parcel_no'), '') END,
      package_id = CASE WHEN json_type(NEW.sets, '$.package_id') IS NULL THEN package_id ELSE coalesce(json_extract(NEW.sets, '$.package_id'), '') END,
      part_of = CASE WHEN json_type(NEW.sets, '$.part_of') IS NULL THEN part_of ELSE coalesce(json_extract(NEW.sets, '$.part_of'), '') END,
      part_no = CASE WHEN json_type(NEW.sets, '$.part_no') IS NULL THEN part_no ELSE coalesce(json_extract(NEW.sets, '$.part_no'), '') END,
      part_step = CASE WHEN json_type(NEW.sets, '$.part_step') IS NULL THEN part_step ELSE coalesce(json_extract(NEW.sets, '$.part_step'), 0) END,
      special_step = CASE WHEN json_type(NEW.sets, '$.special_step') IS NULL THEN special_step ELSE coalesce(json_extract(NEW.sets, '$.special_step'), '') END,
      step_due = CASE WHEN json_type(NEW.sets, '$.step_due') IS NULL THEN step_due ELSE json_extract(NEW.sets, '$.step_due') END,
      notice_due = CASE WHEN json_type(NEW.sets, '$.notice_due') IS NULL THEN notice_due ELSE json_extract(NEW.sets, '$.notice_due') END,
      supply_due = CASE WHEN json_type(NEW.sets, '$.supply_due') IS NULL THEN supply_due ELSE json_extract(NEW.sets, '$.supply_due') END,
      check_due = CASE WHEN json_type(NEW.sets, '$.check_due') IS NULL THEN check_due ELSE json_extract(NEW.sets, '$.check_due') END,
      decided_on = CASE WHEN json_type(NEW.sets, '$.decided_on') IS NULL THEN decided_on ELSE json_extract(NEW.sets, '$.decided_on') END,
      mail_to = CASE WHEN json_type(NEW.sets, '$.mail_to') IS NULL THEN mail_to ELSE json_extract(NEW.sets, '$.mail_to') END,
      waybill_no = CASE WHEN json_type(NEW.sets, '$.waybill_no') IS NULL THEN waybill_no ELSE coalesce(json_extract(NEW.sets, '$.waybill_no'), '') END,
      bag_no = CASE WHEN json_type(NEW.sets, '$.bag_no') IS NULL THEN bag_no ELSE coalesce(json_extract(NEW.sets, '$.bag_no'), '') END,
      bag_month = CASE WHEN json_type(NEW.sets, '$.bag_month') IS NULL THEN bag_month ELSE coalesce(json_extract(NEW.sets, '$.bag_month'), '') END,
      book = CASE WHEN json_type(NEW.sets, '$.book') IS NULL THEN book ELSE coalesce(json_extract(NEW.sets, '$.book'), '') END,
      book_page = CASE WHEN json_type(NEW.sets, '$.book_page') IS NULL THEN book_page ELSE coalesce(json_extract(NEW.sets, '$.book_page'), 0) END,
      book_line = CASE WHEN json_type(NEW.sets, '$.book_line') IS NULL THEN book_line ELSE coalesce(json_extract(NEW.sets, '$.book_line'), 0) END,
      platform_accepted_on = CASE WHEN json_type(NEW.sets, '$.platform_accepted_on') IS NULL THEN platform_accepted_on ELSE json_extract(NEW.sets, '$.platform_accepted_on') END,
      platform_closed_on = CASE WHEN json_type(NEW.sets, '$.platform_closed_on') IS NULL THEN platform_closed_on ELSE json_extract(NEW.sets, '$.platform_closed_on') END,
      moved_at = CASE WHEN approval <> NEW.approval_after OR papers <> NEW.papers_after OR counterfoil <> NEW.counterfoil_after OR result <> NEW.result_after THEN a.at ELSE moved_at END,
      approval = NEW.approval_after, papers = NEW.papers_after, counterfoil = NEW.counterfoil_after, result = NEW.result_after, revision = NEW.case_revision,
      counter = CASE WHEN cases.counter = 0 OR a.receipt_no IS NOT NULL
                     THEN coalesce(a.counter, 0) ELSE cases.counter END,
      receipt_no = coalesce(a.receipt_no, cases.receipt_no),
      first_handler = CASE WHEN a.receipt_no IS NULL THEN first_handler
                           ELSE coalesce(json_extract(NEW.sets, '$.first_handler'), a.recorded_by) END,
      registered_on = CASE WHEN a.receipt_no IS NOT NULL THEN date(a.at, '+8 hours') ELSE registered_on END
  FROM act a WHERE a.act_id = NEW.act_id AND cases.case_id = NEW.case_id;
  INSERT INTO service_event (event_id, case_id, kind, opened_at, counter, clerk)
  SELECT NEW.act_id, NEW.case_id, k.opens_service, m.now, NEW.counter, NEW.recorded_by
  FROM transition k, hall_moment m WHERE k.kind = NEW.kind AND k.opens_service <> '';
END
-- next --
CREATE TRIGGER hall_record_enters BEFORE INSERT ON hall_record
BEGIN
  SELECT CASE WHEN NEW.at IS NOT NULL THEN RAISE(ABORT, 'yc:forged_stamp')
    WHEN NOT EXISTS (SELECT 1 FROM record_kind k
      JOIN staff_role r ON r.login = NEW.recorded_by AND instr(k.roles, '|' || r.role || '|') > 0
      JOIN staff s ON s.login = r.login AND s.active WHERE k.kind = NEW.kind)
      THEN RAISE(ABORT, 'yc:not_your_role') END;
END
-- next --
CREATE TRIGGER hall_record_stamp AFTER INSERT ON hall_record
BEGIN
  UPDATE hall_record SET at = (SELECT now FROM hall_moment) WHERE record_id = NEW.record_id;
END
-- next --
CREATE TRIGGER rating_stamp AFTER INSERT ON rating
BEGIN
  UPDATE rating SET at = (SELECT now FROM hall_moment) WHERE event_id = NEW.event_id AND at IS NULL;
END
-- next --
CREATE TRIGGER service_item_version_stamp AFTER INSERT ON service_item_version
BEGIN
  UPDATE service_item_version SET published_at = (SELECT now FROM hall_moment)
  WHERE item_id = NEW.item_id AND version = NEW.version AND published_at IS NULL;
END
-- next --
CREATE TRIGGER package_version_stamp AFTER INSERT ON package_version
BEGIN
  UPDATE package_version SET published_at = (SELECT now FROM hall_moment)
  WHERE package_id = NEW.package_id AND version = NEW.version AND published_at IS NULL;
END
-- next --
CREATE TRIGGER cases_begin BEFORE INSERT ON cases
WHEN NEW.revision <> 0 OR NEW.receipt_no IS NOT NULL OR NEW.approval <> 'new'
  OR NEW.papers <> 'with_applicant'
  OR NEW.counterfoil <> 'not_made' OR NEW.result <> 'none'
BEGIN SELECT RAISE(ABORT, 'yc:only_by_an_act'); END
-- next --
CREATE TRIGGER cases_only_by_acts BEFORE UPDATE ON cases
WHEN NOT EXISTS (SELECT 1 FROM act a WHERE a.case_id = NEW.case_id
                 AND a.case_revision = NEW.revision AND a.approval_after = NEW.approval AND a.papers_after = NEW.papers AND a.counterfoil_after = NEW.counterfoil AND a.result_after = NEW.result)
  OR NEW.revision <> OLD.revision + 1
BEGIN SELECT RAISE(ABORT, 'yc:only_by_an_act'); END
-- next --
CREATE TRIGGER cases_no_delete BEFORE DELETE ON cases 
BEGIN SELECT RAISE(ABORT, 'yc:only_by_an_act'); END
-- next --
CREATE TRIGGER act_no_update BEFORE UPDATE ON act WHEN OLD.at IS NOT NULL
BEGIN SELECT RAISE(ABORT, 'yc:history_is_kept'); END
-- next --
CREATE TRIGGER act_no_delete BEFORE DELETE ON act 
BEGIN SELECT RAISE(ABORT, 'yc:history_is_kept'); END
-- next --
CREATE TRIGGER attachment_no_update BEFORE UPDATE ON attachment 
BEGIN SELECT RAISE(ABORT, 'yc:history_is_kept'); END
-- next --
CREATE TRIGGER attachment_no_delete BEFORE DELETE ON attachment 
BEGIN SELECT RAISE(ABORT, 'yc:history_is_kept'); END
-- next --
CREATE TRIGGER paper_no_update BEFORE UPDATE ON paper 
BEGIN SELECT RAISE(ABORT, 'yc:history_is_kept'); END
-- next --
CREATE TRIGGER paper_no_delete BEFORE DELETE ON paper 
BEGIN SELECT RAISE(ABORT, 'yc:history_is_kept'); END
-- next --
CREATE TRIGGER paper_revocation_no_update BEFORE UPDATE ON paper_revocation 
BEGIN SELECT RAISE(ABORT, 'yc:history_is_kept'); END
-- next --
CREATE TRIGGER paper_revocation_no_delete BEFORE DELETE ON paper_revocation 
BEGIN SELECT RAISE(ABORT, 'yc:history_is_kept'); END
-- next --
CREATE TRIGGER rating_no_update BEFORE UPDATE ON rating WHEN OLD.at IS NOT NULL
BEGIN SELECT RAISE(ABORT, 'yc:history_is_kept'); END
-- next --
CREATE TRIGGER rating_no_delete BEFORE DELETE ON rating 
BEGIN SELECT RAISE(ABORT, 'yc:history_is_kept'); END
-- next --
CREATE TRIGGER rating_code_no_update BEFORE UPDATE ON rating_code WHEN OLD.at IS NOT NULL
BEGIN SELECT RAISE(ABORT, 'yc:history_is_kept'); END
-- next --
CREATE TRIGGER rating_code_no_delete BEFORE DELETE ON rating_code 
BEGIN SELECT RAISE(ABORT, 'yc:history_is_kept'); END
-- next --
CREATE TRIGGER rating_stray_no_update BEFORE UPDATE ON rating_stray WHEN OLD.at IS NOT NULL
BEGIN SELECT RAISE(ABORT, 'yc:history_is_kept'); END
-- next --
CREATE TRIGGER rating_stray_no_delete BEFORE DELETE ON rating_stray 
BEGIN SELECT RAISE(ABORT, 'yc:history_is_kept'); END
-- next --
CREATE TRIGGER service_event_no_update BEFORE UPDATE ON service_event 
BEGIN SELECT RAISE(ABORT, 'yc:history_is_kept'); END
-- next --
CREATE TRIGGER service_event_no_delete BEFORE DELETE ON service_event 
BEGIN SELECT RAISE(ABORT, 'yc:history_is_kept'); END
-- next --
CREATE TRIGGER service_item_version_no_update BEFORE UPDATE ON service_item_version WHEN OLD.published_at IS NOT NULL
BEGIN SELECT RAISE(ABORT, 'yc:history_is_kept'); END
-- next --
CREATE TRIGGER service_item_version_no_delete BEFORE DELETE ON service_item_version 
BEGIN SELECT RAISE(ABORT, 'yc:history_is_kept'); END
-- next --
CREATE TRIGGER package_version_no_update BEFORE UPDATE ON package_version WHEN OLD.published_at IS NOT NULL
BEGIN SELECT RAISE(ABORT, 'yc:history_is_kept'); END
-- next --
CREATE TRIGGER package_version_no_delete BEFORE DELETE ON package_version 
BEGIN SELECT RAISE(ABORT, 'yc:history_is_kept'); END
-- next --
CREATE TRIGGER audit_no_update BEFORE UPDATE ON audit 
BEGIN SELECT RAISE(ABORT, 'yc:history_is_kept'); END
-- next --
CREATE TRIGGER audit_no_delete BEFORE DELETE ON audit 
BEGIN SELECT RAISE(ABORT, 'yc:history_is_kept'); END
-- next --
CREATE TRIGGER print_job_event_no_update BEFORE UPDATE ON print_job_event 
BEGIN SELECT RAISE(ABORT, 'yc:history_is_kept'); END
-- next --
CREATE TRIGGER print_job_event_no_delete BEFORE DELETE ON print_job_event 
BEGIN SELECT RAISE(ABORT, 'yc:history_is_kept'); END
-- next --
CREATE TRIGGER outbox_event_no_update BEFORE UPDATE ON outbox_event 
BEGIN SELECT RAISE(ABORT, 'yc:history_is_kept'); END
-- next --
CREATE TRIGGER outbox_event_no_delete BEFORE DELETE ON outbox_event 
BEGIN SELECT RAISE(ABORT, 'yc:history_is_kept'); END
-- next --
CREATE TRIGGER hall_record_no_update BEFORE UPDATE ON hall_record WHEN OLD.at IS NOT NULL
BEGIN SELECT RAISE(ABORT, 'yc:history_is_kept'); END
-- next --
CREATE TRIGGER hall_record_no_delete BEFORE DELETE ON hall_record 
BEGIN SELECT RAISE(ABORT, 'yc:history_is_kept'); END
-- next --
CREATE TRIGGER signature_no_update BEFORE UPDATE ON signature 
BEGIN SELECT RAISE(ABORT, 'yc:history_is_kept'); END
-- next --
CREATE TRIGGER signature_no_delete BEFORE DELETE ON signature 
BEGIN SELECT RAISE(ABORT, 'yc:history_is_kept'); END
-- next --
CREATE TRIGGER counter_duty_no_update BEFORE UPDATE ON counter_duty WHEN OLD.at IS NOT NULL
BEGIN SELECT RAISE(ABORT, 'yc:history_is_kept'); END
-- next --
CREATE TRIGGER counter_duty_no_delete BEFORE DELETE ON counter_duty 
BEGIN SELECT RAISE(ABORT, 'yc:history_is_kept'); END
-- next --
CREATE TRIGGER delegation_no_update BEFORE UPDATE ON delegation WHEN OLD.filed_at IS NOT NULL
BEGIN SELECT RAISE(ABORT, 'yc:history_is_kept'); END
-- next --
CREATE TRIGGER delegation_no_delete BEFORE DELETE ON delegation 
BEGIN SELECT RAISE(ABORT, 'yc:history_is_kept'); END
-- next --
CREATE TRIGGER window_device_no_update BEFORE UPDATE ON window_device WHEN OLD.at IS NOT NULL
BEGIN SELECT RAISE(ABORT, 'yc:history_is_kept'); END
-- next --
CREATE TRIGGER window_device_no_delete BEFORE DELETE ON window_device 
BEGIN SELECT RAISE(ABORT, 'yc:history_is_kept'); END
-- next --
CREATE TRIGGER device_event_no_update BEFORE UPDATE ON device_event WHEN OLD.at IS NOT NULL
BEGIN SELECT RAISE(ABORT, 'yc:history_is_kept'); END
-- next --
CREATE TRIGGER device_event_no_delete BEFORE DELETE ON device_event 
BEGIN SELECT RAISE(ABORT, 'yc:history_is_kept'); END
-- next --
CREATE TRIGGER number_series_no_update BEFORE UPDATE ON number_series WHEN NEW.last <> OLD.last + 1
BEGIN SELECT RAISE(ABORT, 'yc:numbers_only_rise'); END
-- next --
CREATE TRIGGER number_series_no_delete BEFORE DELETE ON number_series 
BEGIN SELECT RAISE(ABORT, 'yc:numbers_only_rise'); END
-- next --
CREATE TRIGGER bag_series_no_update BEFORE UPDATE ON bag_series WHEN NEW.last <> OLD.last + 1
BEGIN SELECT RAISE(ABORT, 'yc:numbers_only_rise'); END
-- next --
CREATE TRIGGER bag_series_no_delete BEFORE DELETE ON bag_series 
BEGIN SELECT RAISE(ABORT, 'yc:numbers_only_rise'); END
-- next --
CREATE TRIGGER draft_insert_kept AFTER INSERT ON draft
BEGIN
  SELECT RAISE(ABORT, 'yc:not_in_this_state:approval') FROM cases
  WHERE case_id = NEW.case_id AND approval NOT IN ('draft', 'notified');
  UPDATE draft SET saved_at = (SELECT now FROM hall_moment) WHERE case_id = NEW.case_id;
END
-- next --
CREATE TRIGGER draft_update_kept AFTER UPDATE OF form ON draft
BEGIN
  SELECT RAISE(ABORT, 'yc:not_in_this_state:approval') FROM cases
  WHERE case_id = NEW.case_id AND approval NOT IN ('draft', 'notified');
  UPDATE draft SET saved_at = (SELECT now FROM hall_moment) WHERE case_id = NEW.case_id;
END
-- next --
CREATE TRIGGER printer_lease_begins BEFORE INSERT ON printer_lease
WHEN NEW.fence <> 1 OR NEW.leased_until > strftime('%Y-%m-%dT%H:%M:%fZ', 'now', '+10 minutes')
BEGIN SELECT RAISE(ABORT, 'yc:print_lease_lost'); END
-- next --
CREATE TRIGGER printer_lease_moves BEFORE UPDATE ON printer_lease
WHEN NEW.key <> OLD.key OR NEW.leased_until > strftime('%Y-%m-%dT%H:%M:%fZ', 'now', '+10 minutes') OR NEW.fence NOT IN (OLD.fence, OLD.fence + 1)
  OR (NEW.fence = OLD.fence AND NEW.held_by <> OLD.held_by)
  OR (NEW.fence > OLD.fence AND OLD.leased_until > strftime('%Y-%m-%dT%H:%M:%fZ', 'now') AND substr(NEW.held_by, 1, instr(NEW.held_by || '/', '/') - 1) <> substr(OLD.held_by, 1, instr(OLD.held_by || '/', '/') - 1))
BEGIN SELECT RAISE(ABORT, 'yc:print_lease_lost'); END
-- next --
CREATE TRIGGER printer_lease_delete BEFORE DELETE ON printer_lease
BEGIN SELECT RAISE(ABORT, 'yc:history_is_kept'); END
-- next --
CREATE TRIGGER print_job_begins BEFORE INSERT ON print_job
WHEN NEW.state <> 'queued' OR NEW.attempts <> 0 OR NEW.fence <> 0 OR NEW.printer_key <> ''
BEGIN SELECT RAISE(ABORT, 'yc:print_move_forbidden'); END
-- next --
CREATE TRIGGER print_job_moves BEFORE UPDATE OF state, printer ON print_job
WHEN NEW.state <> OLD.state OR NEW.printer <> OLD.printer
BEGIN
  SELECT RAISE(ABORT, 'yc:print_move_forbidden')
  WHERE NEW.state <> OLD.state
    AND NOT EXISTS (SELECT 1 FROM print_move WHERE before = OLD.state AND after = NEW.state);
  INSERT INTO print_job_event (job_id, before, after, attempts, failure, printer, by, at)
  SELECT OLD.job_id, OLD.state, NEW.state, NEW.attempts, NEW.failure, NEW.printer, NEW.held_by, now
  FROM hall_moment;
END
-- next --
CREATE TRIGGER print_job_changes_printer BEFORE UPDATE OF printer ON print_job
WHEN NEW.printer <> OLD.printer AND NOT (OLD.state IN ('queued', 'failed') AND NEW.state = 'queued')
BEGIN SELECT RAISE(ABORT, 'yc:print_move_forbidden'); END
-- next --
CREATE TRIGGER print_job_is_fenced BEFORE UPDATE ON print_job
WHEN CASE WHEN OLD.state = 'sending' OR NEW.state = 'sending'
  THEN (OLD.state = 'sending' AND NEW.printer_key <> OLD.printer_key)
    OR NOT EXISTS (SELECT 1 FROM printer_lease WHERE key = NEW.printer_key AND fence = NEW.fence)
  ELSE NEW.fence <> OLD.fence OR NEW.printer_key <> OLD.printer_key END
BEGIN SELECT RAISE(ABORT, 'yc:print_lease_lost'); END
-- next --
CREATE TRIGGER print_job_keeps_its_bytes BEFORE UPDATE ON print_job
WHEN NEW.rendered IS NOT OLD.rendered
  AND NOT (OLD.rendered IS NULL AND OLD.state = 'sending')
  AND NOT (NEW.rendered IS NULL AND NEW.printer <> OLD.printer)
BEGIN SELECT RAISE(ABORT, 'yc:history_is_kept'); END
-- next --
CREATE TRIGGER print_job_delete BEFORE DELETE ON print_job
BEGIN SELECT RAISE(ABORT, 'yc:history_is_kept'); END
-- next --
CREATE TRIGGER print_job_is_what_it_is BEFORE UPDATE ON print_job
WHEN NEW.document <> OLD.document OR NEW.kind <> OLD.kind OR NEW.copy_no <> OLD.copy_no
  OR NEW.requested_by <> OLD.requested_by OR NEW.requested_at <> OLD.requested_at
  OR NEW.case_id IS NOT OLD.case_id OR NEW.job_group <> OLD.job_group OR NEW.bundle <> OLD.bundle
BEGIN SELECT RAISE(ABORT, 'yc:history_is_kept'); END
-- next --
CREATE TRIGGER outbox_begins BEFORE INSERT ON outbox
BEGIN
  SELECT CASE WHEN NEW.state <> 'waiting' OR NEW.attempts <> 0 OR NEW.external_no <> ''
    OR NEW.queued_at IS NOT NULL OR NEW.sent_at IS NOT NULL OR NEW.answered_at IS NOT NULL
      THEN RAISE(ABORT, 'yc:forged_stamp')
    WHEN NOT EXISTS (SELECT 1 FROM act WHERE act_id = NEW.message_id AND case_id = NEW.case_id)
      THEN RAISE(ABORT, 'yc:not_allowed') END;
END
-- next --
CREATE TRIGGER outbox_is_stamped AFTER INSERT ON outbox
BEGIN UPDATE outbox SET queued_at = (SELECT now FROM hall_moment) WHERE push_id = NEW.push_id; END
-- next --
CREATE TRIGGER outbox_is_what_it_is BEFORE UPDATE ON outbox
WHEN NEW.push_id IS NOT OLD.push_id OR NEW.message_id IS NOT OLD.message_id OR NEW.case_id IS NOT OLD.case_id OR NEW.kind IS NOT OLD.kind OR NEW.department IS NOT OLD.department OR NEW.body IS NOT OLD.body OR (OLD.queued_at IS NOT NULL AND NEW.queued_at IS NOT OLD.queued_at) OR (OLD.sent_at IS NOT NULL AND NEW.sent_at IS NOT OLD.sent_at) OR (OLD.answered_at IS NOT NULL AND NEW.answered_at IS NOT OLD.answered_at)
BEGIN SELECT RAISE(ABORT, 'yc:history_is_kept'); END
-- next --
CREATE TRIGGER outbox_moves BEFORE UPDATE ON outbox
WHEN NEW.state <> OLD.state OR NEW.attempts <> OLD.attempts OR NEW.leased_until IS NOT OLD.leased_until
  OR NEW.external_no IS NOT OLD.external_no OR NEW.confirmed_on IS NOT OLD.confirmed_on OR NEW.answer IS NOT OLD.answer
BEGIN
  SELECT CASE
    WHEN OLD.external_no <> '' AND NEW.external_no <> OLD.external_no
      THEN RAISE(ABORT, 'yc:push_number_forged')
    WHEN NEW.attempts = OLD.attempts + 1 AND (OLD.leased_until IS NOT NULL AND OLD.leased_until > strftime('%Y-%m-%dT%H:%M:%fZ', 'now')) THEN RAISE(ABORT, 'yc:push_on_its_way')
    WHEN NEW.attempts = OLD.attempts + 1 AND (NEW.external_no IS NOT OLD.external_no OR NEW.confirmed_on IS NOT OLD.confirmed_on OR NEW.answer IS NOT OLD.answer OR NEW.state <> OLD.state OR NEW.leased_until IS NULL
      OR OLD.state NOT IN ('waiting', 'sent')) THEN RAISE(ABORT, 'yc:push_move_forbidden')
    WHEN NEW.attempts = OLD.attempts + 1 THEN NULL
    WHEN NEW.attempts <> OLD.attempts THEN RAISE(ABORT, 'yc:push_move_forbidden')
    WHEN (OLD.leased_until IS NULL OR NEW.state = 'given_up') AND (OLD.leased_until IS NOT NULL AND OLD.leased_until > strftime('%Y-%m-%dT%H:%M:%fZ', 'now')) THEN RAISE(ABORT, 'yc:push_on_its_way')
    WHEN (OLD.leased_until IS NULL OR NEW.state = 'given_up') AND (NEW.external_no IS NOT OLD.external_no OR NEW.confirmed_on IS NOT OLD.confirmed_on OR NEW.answer IS NOT OLD.answer) THEN RAISE(ABORT, 'yc:push_number_forged')
    WHEN (OLD.leased_until IS NULL OR NEW.state = 'given_up') AND (OLD.state, NEW.state) NOT IN (VALUES ('failed', 'given_up'), ('failed', 'waiting'), ('given_up', 'waiting'), ('sent', 'given_up'), ('sent', 'waiting'), ('waiting', 'given_up'), ('waiting', 'waiting'))
      THEN RAISE(ABORT, 'yc:push_move_forbidden')
    WHEN (OLD.leased_until IS NULL OR NEW.state = 'given_up') AND NEW.state = 'given_up' AND trim(NEW.reason) = ''
      THEN RAISE(ABORT, 'yc:push_reason_lacking')
    WHEN (OLD.leased_until IS NULL OR NEW.state = 'given_up') THEN NULL
    WHEN NEW.leased_until IS NOT NULL
      OR (OLD.state, NEW.state) NOT IN (VALUES ('sent', 'answered'), ('sent', 'failed'), ('sent', 'sent'), ('sent', 'waiting'), ('waiting', 'answered'), ('waiting', 'failed'), ('waiting', 'sent'), ('waiting', 'waiting'))
      THEN RAISE(ABORT, 'yc:push_move_forbidden')
  END;
END
-- next --
CREATE TRIGGER outbox_is_told AFTER UPDATE OF state ON outbox
BEGIN
  UPDATE outbox SET sent_at = (SELECT now FROM hall_moment)
  WHERE push_id = NEW.push_id AND sent_at IS NULL AND NEW.state IN ('sent', 'answered');
  UPDATE outbox SET answered_at = (SELECT now FROM hall_moment)
  WHERE push_id = NEW.push_id AND answered_at IS NULL AND NEW.state = 'answered';
  INSERT INTO outbox_event (push_id, before, after, attempts, receiver, error, external_no, reason, by, at)
  VALUES (OLD.push_id, OLD.state, NEW.state, NEW.attempts, NEW.receiver, CASE WHEN NEW.attempts <> OLD.attempts OR OLD.leased_until IS NULL THEN '' ELSE NEW.last_error END, NEW.external_no,
          NEW.reason, NEW.held_by, (SELECT now FROM hall_moment));
END
-- next --
CREATE TRIGGER outbox_no_delete BEFORE DELETE ON outbox
BEGIN SELECT RAISE(ABORT, 'yc:history_is_kept'); END
-- next --
CREATE TRIGGER hall_stays_what_it_is BEFORE UPDATE ON hall
WHEN NEW.demonstration <> OLD.demonstration OR NEW.prefix <> OLD.prefix
BEGIN SELECT RAISE(ABORT, 'yc:history_is_kept'); END
-- next --
CREATE TRIGGER hall_clock_is_real BEFORE UPDATE ON hall_clock
WHEN NEW.simulated_at IS NOT NULL AND NOT (SELECT demonstration FROM hall)
BEGIN SELECT RAISE(ABORT, 'yc:not_a_demonstration'); END
-- next --
CREATE TRIGGER hall_clock_starts AFTER UPDATE OF simulated_at ON hall_clock
BEGIN UPDATE hall_clock SET started_at = CASE WHEN NEW.running THEN strftime('%Y-%m-%dT%H:%M:%fZ', 'now') END; END
-- next --
CREATE TRIGGER counter_insert_tells AFTER INSERT ON counter
BEGIN UPDATE hall SET config_version = config_version + 1; END
-- next --
CREATE TRIGGER counter_update_tells AFTER UPDATE ON counter
BEGIN UPDATE hall SET config_version = config_version + 1; END
-- next --
CREATE TRIGGER counter_delete_tells AFTER DELETE ON counter
BEGIN UPDATE hall SET config_version = config_version + 1; END
-- next --
CREATE TRIGGER counter_duty_insert_tells AFTER INSERT ON counter_duty
BEGIN UPDATE hall SET config_version = config_version + 1; END
-- next --
CREATE TRIGGER counter_duty_update_tells AFTER UPDATE ON counter_duty
BEGIN UPDATE hall SET config_version = config_version + 1; END
-- next --
CREATE TRIGGER counter_duty_delete_tells AFTER DELETE ON counter_duty
BEGIN UPDATE hall SET config_version = config_version + 1; END
-- next --
CREATE TRIGGER staff_insert_tells AFTER INSERT ON staff
BEGIN UPDATE hall SET config_version = config_version + 1; END
-- next --
CREATE TRIGGER staff_update_tells AFTER UPDATE ON staff
BEGIN UPDATE hall SET config_version = config_version + 1; END
-- next --
CREATE TRIGGER staff_delete_tells AFTER DELETE ON staff
BEGIN UPDATE hall SET config_version = config_version + 1; END
-- next --
CREATE TRIGGER staff_role_insert_tells AFTER INSERT ON staff_role
BEGIN UPDATE hall SET config_version = config_version + 1; END
-- next --
CREATE TRIGGER staff_role_update_tells AFTER UPDATE ON staff_role
BEGIN UPDATE hall SET config_version = config_version + 1; END
-- next --
CREATE TRIGGER staff_role_delete_tells AFTER DELETE ON staff_role
BEGIN UPDATE hall SET config_version = config_version + 1; END
-- next --
CREATE TRIGGER calendar_year_insert_tells AFTER INSERT ON calendar_year
BEGIN UPDATE hall SET config_version = config_version + 1; END
-- next --
CREATE TRIGGER calendar_year_update_tells AFTER UPDATE ON calendar_year
BEGIN UPDATE hall SET config_version = config_version + 1; END
-- next --
CREATE TRIGGER calendar_year_delete_tells AFTER DELETE ON calendar_year
BEGIN UPDATE hall SET config_version = config_version + 1; END
-- next --
CREATE TRIGGER paper_key_insert_tells AFTER INSERT ON paper_key
BEGIN UPDATE hall SET config_version = config_version + 1; END
-- next --
CREATE TRIGGER paper_key_update_tells AFTER UPDATE ON paper_key
BEGIN UPDATE hall SET config_version = config_version + 1; END
-- next --
CREATE TRIGGER paper_key_delete_tells AFTER DELETE ON paper_key
BEGIN UPDATE hall SET config_version = config_version + 1; END
-- next --
CREATE TRIGGER service_item_version_insert_tells AFTER INSERT ON service_item_version
BEGIN UPDATE hall SET config_version = config_version + 1; END
-- next --
CREATE TRIGGER service_item_version_update_tells AFTER UPDATE ON service_item_version
BEGIN UPDATE hall SET config_version = config_version + 1; END
-- next --
CREATE TRIGGER service_item_version_delete_tells AFTER DELETE ON service_item_version
BEGIN UPDATE hall SET config_version = config_version + 1; END
-- next --
CREATE TRIGGER duty_enters BEFORE INSERT ON counter_duty
WHEN NEW.set_by <> '' OR EXISTS (SELECT 1 FROM counter_duty d WHERE d.code = NEW.code)
BEGIN
  SELECT CASE WHEN NEW.at IS NOT NULL THEN RAISE(ABORT, 'yc:forged_stamp')
    WHEN NEW.since < (SELECT date(now, '+8 hours') FROM hall_moment)
      THEN RAISE(ABORT, 'yc:duty_since_past')
    WHEN NOT EXISTS (SELECT 1 FROM staff s JOIN staff_role r ON r.login = s.login
      JOIN counter c ON c.code = NEW.code
      WHERE s.login = NEW.set_by AND s.active
        AND (r.role IN ('administrator', 'hall_section') OR r.role = 'group_leader' AND s.group_id = c.group_id))
      THEN RAISE(ABORT, 'yc:duty_not_your_group') END;
END
-- next --
CREATE TRIGGER duty_stamp AFTER INSERT ON counter_duty
BEGIN
  UPDATE counter_duty SET at = (SELECT now FROM hall_moment) WHERE change_no = NEW.change_no;
END
-- next --
CREATE TRIGGER delegation_enters BEFORE INSERT ON delegation
BEGIN
  SELECT CASE WHEN NEW.filed_at IS NOT NULL THEN RAISE(ABORT, 'yc:forged_stamp')
    WHEN NEW.filed_by = '' AND EXISTS (SELECT 1 FROM act) THEN RAISE(ABORT, 'yc:not_your_role')
    WHEN NEW.filed_by <> '' AND NOT EXISTS (SELECT 1 FROM staff_role r
      JOIN staff s ON s.login = r.login AND s.active
      WHERE r.login = NEW.filed_by AND r.role IN ('administrator', 'digital_section')) THEN RAISE(ABORT, 'yc:not_your_role')
    WHEN trim(NEW.document_no) = '' THEN RAISE(ABORT, 'yc:delegation_without_document')
    WHEN NEW.ends IS NOT NULL AND NEW.until IS NULL THEN RAISE(ABORT, 'yc:delegation_end_wrong') END;
END
-- next --
CREATE TRIGGER delegation_stamp AFTER INSERT ON delegation
BEGIN
  UPDATE delegation SET filed_at = (SELECT now FROM hall_moment) WHERE delegation_id = NEW.delegation_id;
  UPDATE hall SET config_version = config_version + 1;
END
-- next --
CREATE TRIGGER act_needs_delegation AFTER INSERT ON act WHEN NEW.kind IN ('accept', 'accept_conditionally', 'accept_on_commitment', 'deem_accepted', 'accept_mailed')
BEGIN
  SELECT RAISE(ABORT, 'yc:not_delegated') FROM cases c
  WHERE c.case_id = NEW.case_id AND NOT EXISTS (SELECT 1 FROM delegation d WHERE d.ends IS NULL AND d.department IN ('', c.department) AND d.item_id IN ('', c.item_id)
      AND d.since <= (SELECT date(now, '+8 hours') FROM hall_moment) AND coalesce(d.until, (SELECT date(now, '+8 hours') FROM hall_moment)) >= (SELECT date(now, '+8 hours') FROM hall_moment)
      AND NOT EXISTS (SELECT 1 FROM delegation e WHERE e.ends = d.delegation_id AND e.until < (SELECT date(now, '+8 hours') FROM hall_moment)));
END
-- next --
CREATE TRIGGER rating_enters BEFORE INSERT ON rating
BEGIN
  SELECT CASE WHEN NEW.at IS NOT NULL THEN RAISE(ABORT, 'yc:forged_stamp')
    WHEN NEW.code_sha256 IS NULL AND EXISTS (SELECT 1 FROM service_event s WHERE s.event_id = NEW.event_id
      AND NEW.device <> printf('pad_%02d', s.counter)) THEN RAISE(ABORT, 'yc:rating_from_another_window')
    WHEN NEW.code_sha256 IS NOT NULL AND NOT EXISTS (SELECT 1 FROM rating_code c
      WHERE c.code_sha256 = NEW.code_sha256 AND c.event_id = NEW.event_id)
      THEN RAISE(ABORT, 'yc:rating_code_unknown')
    WHEN NEW.code_sha256 IS NOT NULL AND (SELECT expires_at FROM rating_code
      WHERE code_sha256 = NEW.code_sha256) <= (SELECT now FROM hall_moment) THEN RAISE(ABORT, 'yc:rating_code_expired') END;
END
-- next --
CREATE TRIGGER rating_code_enters BEFORE INSERT ON rating_code WHEN NEW.at IS NOT NULL
BEGIN SELECT RAISE(ABORT, 'yc:forged_stamp'); END
-- next --
CREATE TRIGGER rating_stray_enters BEFORE INSERT ON rating_stray WHEN NEW.at IS NOT NULL
BEGIN SELECT RAISE(ABORT, 'yc:forged_stamp'); END
-- next --
CREATE TRIGGER rating_code_for_a_service BEFORE INSERT ON rating_code
BEGIN
  SELECT CASE WHEN NEW.expires_at IS NOT NULL THEN RAISE(ABORT, 'yc:forged_stamp')
    WHEN EXISTS (SELECT 1 FROM rating r WHERE r.event_id = NEW.event_id) THEN RAISE(ABORT, 'yc:rated_already')
    WHEN EXISTS (SELECT 1 FROM service_event s WHERE s.event_id = NEW.event_id
      AND NEW.device <> printf('pad_%02d', s.counter)) THEN RAISE(ABORT, 'yc:rating_from_another_window') END;
END
-- next --
CREATE TRIGGER rating_code_stamp AFTER INSERT ON rating_code
BEGIN
  UPDATE rating_code SET at = (SELECT now FROM hall_moment), expires_at = strftime('%Y-%m-%dT%H:%M:%fZ', (SELECT now FROM hall_moment), '+7 days') WHERE code_sha256 = NEW.code_sha256;
END
-- next --
CREATE TRIGGER rating_stray_stamp AFTER INSERT ON rating_stray
BEGIN UPDATE rating_stray SET at = (SELECT now FROM hall_moment) WHERE stray_id = NEW.stray_id; END
-- next --
CREATE TRIGGER window_device_enters BEFORE INSERT ON window_device
BEGIN
  SELECT CASE WHEN NEW.at IS NOT NULL THEN RAISE(ABORT, 'yc:forged_stamp')
    WHEN NOT EXISTS (SELECT 1 FROM staff WHERE login = NEW.set_by AND active)
      THEN RAISE(ABORT, 'yc:not_allowed')
    WHEN EXISTS (SELECT 1 FROM window_device d
      WHERE NEW.known_by <> '' AND d.known_by = NEW.known_by AND d.kind = NEW.kind AND d.driver <> ''
        AND d.counter <> NEW.counter AND NOT EXISTS (SELECT 1 FROM window_device later
          WHERE later.counter = d.counter AND later.kind = d.kind AND later.binding_no > d.binding_no)) THEN RAISE(ABORT, 'yc:device_bound_elsewhere') END;
END
-- next --
CREATE TRIGGER window_device_is_stamped AFTER INSERT ON window_device
BEGIN
  UPDATE window_device SET at = (SELECT now FROM hall_moment) WHERE binding_no = NEW.binding_no;
  INSERT INTO device_event (counter, kind, deed, facts, by)
  VALUES (NEW.counter, NEW.kind, CASE WHEN NEW.driver = '' THEN 'unbound' ELSE 'bound' END,
          json_object('title', NEW.title, 'driver', NEW.driver, 'address', NEW.address), NEW.set_by);
END
-- next --
CREATE TRIGGER device_event_enters BEFORE INSERT ON device_event
BEGIN
  SELECT CASE WHEN NEW.at IS NOT NULL THEN RAISE(ABORT, 'yc:forged_stamp')
    WHEN NEW."by" = '' THEN RAISE(ABORT, 'yc:not_allowed') END;
END
-- next --
CREATE TRIGGER device_event_is_stamped AFTER INSERT ON device_event
BEGIN
  UPDATE device_event SET at = (SELECT now FROM hall_moment) WHERE event_no = NEW.event_no;
END
-- next --
CREATE VIEW signature_entry AS SELECT signature_id, case_id, counter, purpose, template, text, signer, verified, strokes_sha256, picture_sha256, device, dpi, started_ms, finished_ms, seal, recorded_by FROM signature
-- next --
CREATE TRIGGER signature_entry_is_chained INSTEAD OF INSERT ON signature_entry
BEGIN
  SELECT RAISE(ABORT, 'yc:not_your_role')
  WHERE NOT EXISTS (SELECT 1 FROM staff s WHERE s.login = NEW.recorded_by AND s.active);
  INSERT INTO signature (signature_id, case_id, counter, purpose, template, text, signer, verified, strokes_sha256, picture_sha256, device, dpi, started_ms, finished_ms, seal, recorded_by, seq, at, previous, digest)
  SELECT NEW.signature_id, NEW.case_id, NEW.counter, NEW.purpose, NEW.template, NEW.text, NEW.signer, NEW.verified, NEW.strokes_sha256, NEW.picture_sha256, NEW.device, NEW.dpi, NEW.started_ms, NEW.finished_ms, NEW.seal, NEW.recorded_by, coalesce(p.seq, 0) + 1, m.now, coalesce(p.digest, ''), sha256_hex(coalesce(p.digest, '') || '|' || NEW.counter || '|' || (coalesce(p.seq, 0) + 1) || '|' || m.now || '|' || NEW.recorded_by || '|' || NEW.seal)
  FROM hall_moment m LEFT JOIN (SELECT seq, digest FROM signature WHERE counter = NEW.counter
                                ORDER BY seq DESC LIMIT 1) p;
END
-- next --
CREATE TRIGGER signature_only_chained BEFORE INSERT ON signature WHEN NEW.digest <> sha256_hex(NEW.previous || '|' || NEW.counter || '|' || NEW.seq || '|' || NEW.at || '|' || NEW.recorded_by || '|' || NEW.seal)
BEGIN SELECT RAISE(ABORT, 'yc:history_is_kept'); END
-- next --
CREATE VIEW audit_entry AS SELECT login, kind, subject, details FROM audit
-- next --
CREATE TRIGGER audit_entry_is_chained INSTEAD OF INSERT ON audit_entry
BEGIN
  INSERT INTO audit (login, seq, at, kind, subject, details, previous, digest)
  SELECT NEW.login, coalesce(p.seq, 0) + 1, strftime('%Y-%m-%dT%H:%M:%fZ', 'now'), NEW.kind, NEW.subject, NEW.details,
         coalesce(p.digest, ''),
         sha256_hex(coalesce(p.digest, '') || '|' || NEW.login || '|' || (coalesce(p.seq, 0) + 1) || '|'
                    || strftime('%Y-%m-%dT%H:%M:%fZ', 'now') || '|' || NEW.kind || '|' || NEW.subject || '|' || NEW.details)
  FROM (SELECT 1) LEFT JOIN (SELECT seq, digest FROM audit WHERE login = NEW.login
                             ORDER BY seq DESC LIMIT 1) p;
END
-- next --
CREATE TRIGGER audit_no_insert BEFORE INSERT ON audit WHEN NEW.digest <> sha256_hex(NEW.previous || '|' || NEW.login || '|' || NEW.seq || '|' || NEW.at || '|' || NEW.kind || '|' || NEW.subject || '|' || NEW.details)
BEGIN SELECT RAISE(ABORT, 'yc:history_is_kept'); END
-- next --
CREATE TRIGGER act_insert_news AFTER INSERT ON act
BEGIN UPDATE change_mark SET count = count + 1 WHERE kind = 'case'; END
-- next --
CREATE TRIGGER draft_insert_news AFTER INSERT ON draft
BEGIN UPDATE change_mark SET count = count + 1 WHERE kind = 'draft'; END
-- next --
CREATE TRIGGER draft_update_news AFTER UPDATE ON draft
BEGIN UPDATE change_mark SET count = count + 1 WHERE kind = 'draft'; END
-- next --
CREATE TRIGGER draft_delete_news AFTER DELETE ON draft
BEGIN UPDATE change_mark SET count = count + 1 WHERE kind = 'draft'; END
-- next --
CREATE TRIGGER print_job_insert_news AFTER INSERT ON print_job
BEGIN UPDATE change_mark SET count = count + 1 WHERE kind = 'print_job'; END
-- next --
CREATE TRIGGER print_job_update_news AFTER UPDATE ON print_job
BEGIN UPDATE change_mark SET count = count + 1 WHERE kind = 'print_job'; END
-- next --
CREATE TRIGGER outbox_insert_news AFTER INSERT ON outbox
BEGIN UPDATE change_mark SET count = count + 1 WHERE kind = 'push'; END
-- next --
CREATE TRIGGER outbox_update_news AFTER UPDATE ON outbox
BEGIN UPDATE change_mark SET count = count + 1 WHERE kind = 'push'; END
-- next --
CREATE TRIGGER rating_insert_news AFTER INSERT ON rating
BEGIN UPDATE change_mark SET count = count + 1 WHERE kind = 'rating'; END
-- next --
CREATE TRIGGER service_item_version_insert_news AFTER INSERT ON service_item_version
BEGIN UPDATE change_mark SET count = count + 1 WHERE kind = 'item'; END
-- next --
CREATE TRIGGER hall_record_insert_news AFTER INSERT ON hall_record
BEGIN UPDATE change_mark SET count = count + 1 WHERE kind = 'record'; END
-- next --
CREATE TRIGGER hall_update_news AFTER UPDATE ON hall
BEGIN UPDATE change_mark SET count = count + 1 WHERE kind = 'hall'; END
-- next --
INSERT INTO change_mark (kind) VALUES ('case')
-- next --
INSERT INTO change_mark (kind) VALUES ('draft')
-- next --
INSERT INTO change_mark (kind) VALUES ('print_job')
-- next --
INSERT INTO change_mark (kind) VALUES ('push')
-- next --
INSERT INTO change_mark (kind) VALUES ('rating')
-- next --
INSERT INTO change_mark (kind) VALUES ('item')
-- next --
INSERT INTO change_mark (kind) VALUES ('record')
-- next --
INSERT INTO change_mark (kind) VALUES ('hall')
