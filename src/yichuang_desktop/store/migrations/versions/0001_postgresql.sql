CREATE TABLE attachment (
	sha256 VARCHAR(64) NOT NULL, 
	case_id UUID NOT NULL, 
	media_type VARCHAR NOT NULL, 
	content BYTEA NOT NULL, 
	CONSTRAINT pk_attachment PRIMARY KEY (sha256)
)
-- next --
CREATE TABLE audit (
	login VARCHAR NOT NULL, 
	seq INTEGER NOT NULL, 
	at TIMESTAMP WITH TIME ZONE NOT NULL, 
	kind VARCHAR NOT NULL, 
	subject VARCHAR DEFAULT '' NOT NULL, 
	details JSONB NOT NULL, 
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
	document JSONB NOT NULL, 
	CONSTRAINT pk_calendar_year PRIMARY KEY (year)
)
-- next --
CREATE TABLE cases (
	case_id UUID NOT NULL, 
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
	applicant JSONB, 
	representative JSONB, 
	counter INTEGER DEFAULT '0' NOT NULL, 
	first_handler VARCHAR DEFAULT '' NOT NULL, 
	received_at TIMESTAMP WITH TIME ZONE, 
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
	collection_due TIMESTAMP WITH TIME ZONE, 
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
	mail_to JSONB, 
	waybill_no VARCHAR DEFAULT '' NOT NULL, 
	bag_no VARCHAR DEFAULT '' NOT NULL, 
	bag_month VARCHAR DEFAULT '' NOT NULL, 
	book VARCHAR DEFAULT '' NOT NULL, 
	book_page INTEGER DEFAULT '0' NOT NULL, 
	book_line INTEGER DEFAULT '0' NOT NULL, 
	platform_accepted_on DATE, 
	platform_closed_on DATE, 
	registered_on DATE, 
	moved_at TIMESTAMP WITH TIME ZONE, 
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
	delegation_id UUID NOT NULL, 
	department VARCHAR DEFAULT '' NOT NULL, 
	item_id VARCHAR DEFAULT '' NOT NULL, 
	since DATE NOT NULL, 
	until DATE, 
	document_no VARCHAR NOT NULL, 
	ends UUID, 
	filed_by VARCHAR DEFAULT '' NOT NULL, 
	filed_at TIMESTAMP WITH TIME ZONE, 
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
	config JSONB NOT NULL, 
	config_version INTEGER DEFAULT '0' NOT NULL, 
	CONSTRAINT pk_hall PRIMARY KEY (the_one)
)
-- next --
CREATE TABLE hall_clock (
	the_one INTEGER NOT NULL CONSTRAINT ck_hall_clock_one CHECK (the_one = 1), 
	simulated_at TIMESTAMP WITH TIME ZONE, 
	running BOOLEAN DEFAULT false NOT NULL, 
	started_at TIMESTAMP WITH TIME ZONE, 
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
	document JSONB NOT NULL, 
	published_at TIMESTAMP WITH TIME ZONE, 
	published_by VARCHAR NOT NULL, 
	note VARCHAR DEFAULT '' NOT NULL, 
	CONSTRAINT pk_package_version PRIMARY KEY (package_id, version)
)
-- next --
CREATE TABLE paper_key (
	key_id INTEGER NOT NULL, 
	secret BYTEA NOT NULL CONSTRAINT ck_paper_key_size CHECK (length(secret) = 32), 
	current BOOLEAN DEFAULT false NOT NULL, 
	CONSTRAINT pk_paper_key PRIMARY KEY (key_id)
)
-- next --
CREATE TABLE print_move (
	before VARCHAR NOT NULL, 
	after VARCHAR NOT NULL, 
	CONSTRAINT pk_print_move PRIMARY KEY (before, after)
)
-- next --
CREATE TABLE printer_lease (
	key VARCHAR NOT NULL CONSTRAINT ck_printer_lease_key CHECK (key <> ''), 
	fence INTEGER NOT NULL CONSTRAINT ck_printer_lease_fence CHECK (fence > 0), 
	held_by VARCHAR NOT NULL CONSTRAINT ck_printer_lease_held_by CHECK (held_by <> ''), 
	leased_until TIMESTAMP WITH TIME ZONE NOT NULL, 
	CONSTRAINT pk_printer_lease PRIMARY KEY (key)
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
	document JSONB NOT NULL, 
	search_keys JSONB NOT NULL, 
	published_at TIMESTAMP WITH TIME ZONE, 
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
	case_id UUID NOT NULL, 
	number VARCHAR NOT NULL, 
	CONSTRAINT pk_paper PRIMARY KEY (code), 
	CONSTRAINT fk_paper_case_id_cases FOREIGN KEY(case_id) REFERENCES cases (case_id) DEFERRABLE INITIALLY DEFERRED
)
-- next --
CREATE INDEX ix_paper_case_id ON paper (case_id)
-- next --
CREATE TABLE print_job (
	job_id VARCHAR NOT NULL, 
	case_id UUID, 
	kind VARCHAR NOT NULL, 
	document JSONB NOT NULL, 
	printer VARCHAR NOT NULL, 
	requested_by VARCHAR NOT NULL, 
	requested_at TIMESTAMP WITH TIME ZONE NOT NULL, 
	copy_no INTEGER DEFAULT '1' NOT NULL, 
	job_group VARCHAR DEFAULT '' NOT NULL, 
	bundle VARCHAR DEFAULT '' NOT NULL, 
	state VARCHAR DEFAULT 'queued' NOT NULL, 
	attempts INTEGER DEFAULT '0' NOT NULL, 
	printer_key VARCHAR DEFAULT '' NOT NULL, 
	fence INTEGER DEFAULT '0' NOT NULL, 
	failure VARCHAR, 
	rendered BYTEA, 
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
	act_id UUID NOT NULL, 
	case_id UUID NOT NULL, 
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
	evidence JSONB NOT NULL, 
	sets JSONB NOT NULL, 
	done_by VARCHAR NOT NULL, 
	doer_name VARCHAR DEFAULT '' NOT NULL, 
	reason VARCHAR DEFAULT '' NOT NULL, 
	counter INTEGER, 
	recorded_by VARCHAR NOT NULL, 
	at TIMESTAMP WITH TIME ZONE, 
	receipt_no VARCHAR, 
	annuls UUID, 
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
	change_no SERIAL NOT NULL, 
	change_id UUID, 
	code INTEGER NOT NULL, 
	since DATE NOT NULL, 
	channels VARCHAR NOT NULL, 
	why VARCHAR DEFAULT '' NOT NULL, 
	set_by VARCHAR DEFAULT '' NOT NULL, 
	at TIMESTAMP WITH TIME ZONE, 
	CONSTRAINT pk_counter_duty PRIMARY KEY (change_no), 
	CONSTRAINT uq_counter_duty_change_id UNIQUE (change_id), 
	CONSTRAINT fk_counter_duty_code_counter FOREIGN KEY(code) REFERENCES counter (code)
)
-- next --
CREATE INDEX ix_counter_duty_code ON counter_duty (code, since)
-- next --
CREATE TABLE device_event (
	event_no SERIAL NOT NULL, 
	counter INTEGER NOT NULL, 
	kind VARCHAR NOT NULL, 
	deed VARCHAR NOT NULL, 
	facts JSONB NOT NULL, 
	by VARCHAR DEFAULT '' NOT NULL, 
	at TIMESTAMP WITH TIME ZONE, 
	CONSTRAINT pk_device_event PRIMARY KEY (event_no), 
	CONSTRAINT ck_device_event_kind CHECK (kind IN ('slip_printer', 'a4_printer', 'evaluator', 'scanner', 'card_reader', 'signature_pad', 'customer_screen', 'document_camera')), 
	CONSTRAINT ck_device_event_deed CHECK (deed IN ('bound', 'unbound', 'connected', 'lost', 'fault', 'recovered', 'tested', 'answers', 'stray', 'used')), 
	CONSTRAINT fk_device_event_counter_counter FOREIGN KEY(counter) REFERENCES counter (code)
)
-- next --
CREATE INDEX ix_device_event_of ON device_event (counter, kind, event_no)
-- next --
CREATE TABLE draft (
	case_id UUID NOT NULL, 
	form JSONB NOT NULL, 
	counter INTEGER, 
	clerk VARCHAR DEFAULT '' NOT NULL, 
	saved_at TIMESTAMP WITH TIME ZONE, 
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
	record_id UUID NOT NULL, 
	kind VARCHAR NOT NULL, 
	period VARCHAR NOT NULL, 
	subject VARCHAR DEFAULT '' NOT NULL, 
	body JSONB NOT NULL, 
	counter INTEGER, 
	recorded_by VARCHAR NOT NULL, 
	at TIMESTAMP WITH TIME ZONE, 
	CONSTRAINT pk_hall_record PRIMARY KEY (record_id), 
	CONSTRAINT fk_hall_record_counter_counter FOREIGN KEY(counter) REFERENCES counter (code)
)
-- next --
CREATE INDEX ix_hall_record_kind_period ON hall_record (kind, period)
-- next --
CREATE TABLE log_in_lock (
	login VARCHAR NOT NULL, 
	failures INTEGER NOT NULL, 
	locked_until TIMESTAMP WITH TIME ZONE, 
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
	event_id SERIAL NOT NULL, 
	job_id VARCHAR NOT NULL, 
	before VARCHAR NOT NULL, 
	after VARCHAR NOT NULL, 
	attempts INTEGER NOT NULL, 
	failure VARCHAR, 
	printer VARCHAR DEFAULT '' NOT NULL, 
	by VARCHAR NOT NULL, 
	at TIMESTAMP WITH TIME ZONE NOT NULL, 
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
	signature_id UUID NOT NULL, 
	case_id UUID NOT NULL, 
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
	at TIMESTAMP WITH TIME ZONE NOT NULL, 
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
	binding_no SERIAL NOT NULL, 
	counter INTEGER NOT NULL, 
	kind VARCHAR NOT NULL, 
	driver VARCHAR DEFAULT '' NOT NULL, 
	address VARCHAR DEFAULT '' NOT NULL, 
	identity VARCHAR DEFAULT '' NOT NULL, 
	known_by VARCHAR DEFAULT '' NOT NULL, 
	title VARCHAR DEFAULT '' NOT NULL, 
	options JSONB NOT NULL, 
	set_by VARCHAR DEFAULT '' NOT NULL, 
	at TIMESTAMP WITH TIME ZONE, 
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
	push_id SERIAL NOT NULL, 
	message_id UUID NOT NULL, 
	case_id UUID NOT NULL, 
	kind VARCHAR NOT NULL, 
	department VARCHAR DEFAULT '' NOT NULL, 
	body JSONB NOT NULL, 
	state VARCHAR DEFAULT 'waiting' NOT NULL, 
	attempts INTEGER DEFAULT '0' NOT NULL, 
	next_try_at TIMESTAMP WITH TIME ZONE, 
	held_by VARCHAR DEFAULT '' NOT NULL, 
	leased_until TIMESTAMP WITH TIME ZONE, 
	receiver VARCHAR DEFAULT '' NOT NULL, 
	last_error VARCHAR DEFAULT '' NOT NULL, 
	external_no VARCHAR DEFAULT '' NOT NULL, 
	confirmed_on DATE, 
	answer VARCHAR DEFAULT '' NOT NULL, 
	reason VARCHAR DEFAULT '' NOT NULL, 
	queued_at TIMESTAMP WITH TIME ZONE, 
	sent_at TIMESTAMP WITH TIME ZONE, 
	answered_at TIMESTAMP WITH TIME ZONE, 
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
	act_id UUID NOT NULL, 
	CONSTRAINT pk_paper_revocation PRIMARY KEY (code), 
	CONSTRAINT fk_paper_revocation_code_paper FOREIGN KEY(code) REFERENCES paper (code), 
	CONSTRAINT fk_paper_revocation_act_id_act FOREIGN KEY(act_id) REFERENCES act (act_id) DEFERRABLE INITIALLY DEFERRED
)
-- next --
CREATE TABLE service_event (
	event_id UUID NOT NULL, 
	case_id UUID NOT NULL, 
	kind VARCHAR NOT NULL, 
	opened_at TIMESTAMP WITH TIME ZONE NOT NULL, 
	counter INTEGER, 
	clerk VARCHAR NOT NULL, 
	CONSTRAINT pk_service_event PRIMARY KEY (event_id), 
	CONSTRAINT fk_service_event_event_id_act FOREIGN KEY(event_id) REFERENCES act (act_id) DEFERRABLE INITIALLY DEFERRED
)
-- next --
CREATE INDEX ix_service_event_case_id ON service_event (case_id)
-- next --
CREATE TABLE outbox_event (
	event_id SERIAL NOT NULL, 
	push_id INTEGER NOT NULL, 
	before VARCHAR NOT NULL, 
	after VARCHAR NOT NULL, 
	attempts INTEGER NOT NULL, 
	receiver VARCHAR DEFAULT '' NOT NULL, 
	error VARCHAR DEFAULT '' NOT NULL, 
	external_no VARCHAR DEFAULT '' NOT NULL, 
	reason VARCHAR DEFAULT '' NOT NULL, 
	by VARCHAR NOT NULL, 
	at TIMESTAMP WITH TIME ZONE NOT NULL, 
	CONSTRAINT pk_outbox_event PRIMARY KEY (event_id), 
	CONSTRAINT fk_outbox_event_push_id_outbox FOREIGN KEY(push_id) REFERENCES outbox (push_id)
)
-- next --
CREATE INDEX ix_outbox_event_push_id ON outbox_event (push_id)
-- next --
CREATE TABLE rating_code (
	code_sha256 VARCHAR(64) NOT NULL, 
	event_id UUID NOT NULL, 
	device VARCHAR NOT NULL, 
	at TIMESTAMP WITH TIME ZONE, 
	expires_at TIMESTAMP WITH TIME ZONE, 
	CONSTRAINT pk_rating_code PRIMARY KEY (code_sha256), 
	CONSTRAINT ck_rating_code_hashed CHECK (length(code_sha256) = 64), 
	CONSTRAINT uq_rating_code_event_id UNIQUE (event_id), 
	CONSTRAINT fk_rating_code_event_id_service_event FOREIGN KEY(event_id) REFERENCES service_event (event_id)
)
-- next --
CREATE TABLE rating_stray (
	stray_id UUID NOT NULL, 
	kind VARCHAR NOT NULL, 
	event_id UUID, 
	channel VARCHAR DEFAULT '' NOT NULL, 
	raw VARCHAR DEFAULT '' NOT NULL, 
	times INTEGER DEFAULT '1' NOT NULL, 
	device VARCHAR NOT NULL, 
	at TIMESTAMP WITH TIME ZONE, 
	CONSTRAINT pk_rating_stray PRIMARY KEY (stray_id), 
	CONSTRAINT ck_rating_stray_kind CHECK (kind in ('orphan', 'duplicate', 'foreign_device', 'contradiction', 'late', 'unknown_key')), 
	CONSTRAINT ck_rating_stray_channel CHECK (channel in ('screen', 'keys', 'tablet', 'code')), 
	CONSTRAINT ck_rating_stray_raw CHECK (length(raw) <= 512), 
	CONSTRAINT ck_rating_stray_times CHECK (times > 0), 
	CONSTRAINT fk_rating_stray_event_id_service_event FOREIGN KEY(event_id) REFERENCES service_event (event_id)
)
-- next --
CREATE TABLE rating (
	event_id UUID NOT NULL, 
	outcome VARCHAR NOT NULL, 
	grade INTEGER, 
	device VARCHAR NOT NULL, 
	at TIMESTAMP WITH TIME ZONE, 
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
SELECT CASE WHEN NOT h.demonstration OR c.simulated_at IS NULL THEN date_trunc('milliseconds', clock_timestamp())
            WHEN c.started_at IS NULL THEN c.simulated_at
            ELSE c.simulated_at + (date_trunc('milliseconds', clock_timestamp()) - c.started_at) END AS now,
       h.config_version, h.undo_minutes, h.prefix, date_trunc('milliseconds', clock_timestamp()) AS real_now
FROM hall h JOIN hall_clock c ON c.the_one = h.the_one
-- next --
CREATE FUNCTION refuse(code text) RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $body$
BEGIN
RAISE EXCEPTION 'yc:%', code USING ERRCODE = 'YC001';
END $body$
-- next --
CREATE FUNCTION who_am_i() RETURNS text LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $body$
BEGIN
  RETURN (SELECT login FROM staff WHERE db_role = session_user AND active);
END $body$
-- next --
CREATE VIEW rating_seen AS
SELECT event_id, outcome, CASE WHEN (
  SELECT EXISTS (SELECT 1 FROM hall_role r WHERE r.role IN ('administrator', 'digital_section', 'group_leader', 'hall_section', 'supervising_leader')
                 AND pg_has_role(session_user, r.db_role, 'MEMBER'))) THEN grade END AS grade
FROM rating
-- next --
CREATE FUNCTION paper_tags(heads text) RETURNS text LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $body$
DECLARE head text; tag text; tags text[] := '{}'; key bytea; padded bytea; inner_pad bytea; outer_pad bytea; first_eight text; number numeric; day_said text; of_day date;
BEGIN

  IF who_am_i() IS NULL THEN PERFORM refuse('not_allowed'); END IF;
  FOREACH head IN ARRAY string_to_array(coalesce(heads, ''), '|') LOOP
    tag := '';
    key := NULL;
    IF head ~ '^7[1-8][0-9]{16}$' THEN
      IF substr(head, 5, 8) IS DISTINCT FROM day_said THEN
        day_said := substr(head, 5, 8);
        BEGIN of_day := to_date(day_said, 'YYYYMMDD'); EXCEPTION WHEN OTHERS THEN of_day := NULL; END;
      END IF;
      SELECT secret INTO key FROM paper_key WHERE key_id = substr(head, 3, 2)::integer AND EXISTS (
        SELECT 1 FROM number_series WHERE day = of_day AND counter = substr(head, 13, 2)::integer
          AND strpos(CASE left(head, 2) WHEN '74' THEN 'T' WHEN '78' THEN 'PR' ELSE 'R' END, series) > 0
          AND last >= substr(head, 15, 4)::integer);
    END IF;
    IF key IS NOT NULL THEN
      IF key IS DISTINCT FROM padded THEN
        inner_pad := decode(repeat('36', 64), 'hex');
        outer_pad := decode(repeat('5c', 64), 'hex');
        FOR i IN 0 .. 31 LOOP
          inner_pad := set_byte(inner_pad, i, get_byte(key, i) # 54);
          outer_pad := set_byte(outer_pad, i, get_byte(key, i) # 92);
        END LOOP;
        padded := key;
      END IF;
      first_eight := encode(substr(sha256(outer_pad || sha256(inner_pad || convert_to(head, 'UTF8'))), 1, 8),
                            'hex');
      number := (('x' || substr(first_eight, 1, 8))::bit(32)::bigint)::numeric * 4294967296
                + ('x' || substr(first_eight, 9, 8))::bit(32)::bigint;
      tag := lpad((number % 10000000000)::text, 10, '0');
    END IF;
    tags := tags || (head || tag);
  END LOOP;
  RETURN array_to_string(tags, '|');
END $body$
-- next --
CREATE FUNCTION paper_tags_of(number text) RETURNS text LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $body$
BEGIN

  IF coalesce(number, '') = '' THEN RETURN ''; END IF;
  RETURN (SELECT paper_tags(string_agg(kind || to_char(key_id, 'FM00')
                                       || right(regexp_replace(number, '[^0-9]', '', 'g'), 14), '|'))
          FROM paper_key, unnest(ARRAY['71', '72', '73', '76']) kind WHERE current);
END $body$
-- next --
CREATE FUNCTION act_enters() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $body$
DECLARE 
  c cases%ROWTYPE; n cases%ROWTYPE; k record; a act%ROWTYPE; given integer; of_day date;
  evidence_lacks boolean; sets_too_much boolean;
BEGIN

  IF NEW.at IS NOT NULL OR NEW.receipt_no IS NOT NULL OR NEW.approval_before IS NOT NULL THEN
    PERFORM refuse('forged_stamp');
  END IF;
  SELECT t.*, s.login AS me, s.group_id AS my_group, m.now, m.undo_minutes, m.prefix,
    EXISTS (SELECT 1 FROM hall_role r WHERE strpos(t.roles, '|' || r.role || '|') > 0
            AND pg_has_role(session_user, r.db_role, 'MEMBER')) AS fits INTO k
  FROM hall_moment m LEFT JOIN transition t ON t.kind = NEW.kind
  LEFT JOIN staff s ON s.db_role = session_user AND s.active;
  IF k.me IS NULL OR NEW.recorded_by <> k.me THEN PERFORM refuse('not_allowed'); END IF;
  NEW.recorded_by := k.me;
  IF k.kind IS NULL THEN PERFORM refuse('unknown_act'); END IF;
  IF NOT k.fits THEN PERFORM refuse('not_your_role'); END IF;
  SELECT * INTO c FROM cases WHERE case_id = NEW.case_id FOR UPDATE;
  IF NOT FOUND THEN
    IF NEW.case_revision <> 1 OR NEW.channel IS NULL THEN PERFORM refuse('not_found'); END IF;
    INSERT INTO cases (case_id, channel) VALUES (NEW.case_id, NEW.channel)
      ON CONFLICT DO NOTHING RETURNING * INTO c;
    IF NOT FOUND THEN PERFORM refuse('changed_elsewhere'); END IF;
  END IF;
  IF c.revision <> NEW.case_revision - 1 THEN PERFORM refuse('changed_elsewhere'); END IF;
  IF strpos(k.doers, '|' || NEW.done_by || '|') = 0 THEN PERFORM refuse('not_this_doer'); END IF;
  IF strpos(k.channels, '|' || c.channel || '|') = 0 THEN PERFORM refuse('not_in_this_channel'); END IF;
  IF c.package_id <> '' AND c.part_of = '' AND NEW.kind IN ('approve', 'ask_correction', 'book_in_result', 'conclude_on_the_spot', 'open_special_step', 'refuse', 'send_back')
    THEN PERFORM refuse('package_by_its_parts'); END IF;

  IF (NEW.kind = 'annul') <> (NEW.annuls IS NOT NULL) THEN PERFORM refuse('not_annullable'); END IF;
  IF NEW.annuls IS NULL THEN
    IF (CASE WHEN k.approval_moves = '' THEN c.approval <> NEW.approval_after
       ELSE strpos(k.approval_moves, '|' || c.approval || '>' || NEW.approval_after || '|') = 0 END)
      THEN PERFORM refuse('not_in_this_state:approval'); END IF;
    IF (CASE WHEN k.papers_moves = '' THEN c.papers <> NEW.papers_after
       ELSE strpos(k.papers_moves, '|' || c.papers || '>' || NEW.papers_after || '|') = 0 END)
      THEN PERFORM refuse('not_in_this_state:papers'); END IF;
    IF (CASE WHEN k.counterfoil_moves = '' THEN c.counterfoil <> NEW.counterfoil_after
       ELSE strpos(k.counterfoil_moves, '|' || c.counterfoil || '>' || NEW.counterfoil_after || '|') = 0 END)
      THEN PERFORM refuse('not_in_this_state:counterfoil'); END IF;
    IF (CASE WHEN k.result_moves = '' THEN c.result <> NEW.result_after
       ELSE strpos(k.result_moves, '|' || c.result || '>' || NEW.result_after || '|') = 0 END)
      THEN PERFORM refuse('not_in_this_state:result'); END IF;
  ELSE
    SELECT * INTO a FROM act WHERE act_id = NEW.annuls AND case_id = NEW.case_id;
    IF NOT FOUND OR a.annuls IS NOT NULL OR EXISTS (SELECT 1 FROM act u WHERE u.annuls = a.act_id)
      OR NOT (SELECT annullable FROM transition WHERE kind = a.kind)
      THEN PERFORM refuse('not_annullable'); END IF;
    IF EXISTS (SELECT 1 FROM act l WHERE l.case_id = a.case_id AND l.case_revision > a.case_revision
               AND l.annuls IS NULL AND (l.approval_before <> l.approval_after OR l.papers_before <> l.papers_after OR l.counterfoil_before <> l.counterfoil_after OR l.result_before <> l.result_after) AND NOT EXISTS (SELECT 1 FROM act u WHERE u.annuls = l.act_id))
      THEN PERFORM refuse('not_the_last_act'); END IF;
    IF NOT (NEW.approval_after = a.approval_before AND NEW.papers_after = a.papers_before AND NEW.counterfoil_after = a.counterfoil_before AND NEW.result_after = a.result_before) THEN PERFORM refuse('not_in_this_state:approval'); END IF;
    IF (a.recorded_by <> NEW.recorded_by OR k.now - a.at > make_interval(mins => k.undo_minutes))
      AND NOT EXISTS (SELECT 1 FROM hall_role r WHERE r.role = 'group_leader'
                      AND pg_has_role(session_user, r.db_role, 'MEMBER')
                      AND coalesce((SELECT group_id FROM counter WHERE code = a.counter), k.my_group)
                          IS NOT DISTINCT FROM coalesce(k.my_group, (SELECT group_id FROM counter
                                                                     WHERE code = a.counter)))
      THEN PERFORM refuse('annul_too_late'); END IF;
  END IF;
  IF (c.commitment_owed AND strpos(k.blocked_by, '|commitment_owed|') > 0)
    OR (c.supplement_owed AND strpos(k.blocked_by, '|supplement_owed|') > 0)
    OR (c.extended AND strpos(k.blocked_by, '|extended|') > 0) THEN PERFORM refuse('still_owed'); END IF;
  IF k.needs_reason AND btrim(NEW.reason) = '' THEN PERFORM refuse('reason_lacking'); END IF;
  SELECT EXISTS (SELECT 1 FROM jsonb_array_elements_text(k.evidence::jsonb) e(name)
                 WHERE coalesce(NEW.evidence -> e.name, 'null')
                       IN ('null', '""', '[]', '{}', 'false', '0')),
         NEW.sets <> '{}' AND EXISTS (SELECT 1 FROM jsonb_object_keys(NEW.sets) e(name)
                                       WHERE strpos(k.settable, '|' || e.name || '|') = 0)
    INTO evidence_lacks, sets_too_much;
  IF evidence_lacks THEN PERFORM refuse('evidence_lacking'); END IF;
  IF sets_too_much THEN PERFORM refuse('column_not_settable'); END IF;
  IF NEW.kind = 'close_package' AND EXISTS (SELECT 1 FROM cases p
      WHERE p.part_of = replace(c.case_id::text, '-', '') AND p.approval <> 'closed')
    THEN PERFORM refuse('parts_open'); END IF;
  IF k.registers THEN
    IF NEW.counter IS NULL THEN PERFORM refuse('counter_lacking'); END IF;
    IF c.receipt_no IS NOT NULL THEN PERFORM refuse('not_in_this_state:approval'); END IF;
    of_day := (k.now AT TIME ZONE 'Asia/Shanghai')::date;
    IF NEW.done_by <> 'hall' AND NOT (coalesce((SELECT strpos(d.channels, '|' || c.channel || '|') FROM counter_duty d
      WHERE d.code = NEW.counter AND d.since <= of_day
      ORDER BY d.since DESC, d.change_no DESC LIMIT 1), 0) > 0) THEN PERFORM refuse('not_this_window_duty'); END IF;
    INSERT INTO number_series AS s (day, counter, series, last) VALUES (of_day, NEW.counter, 'R', 1)
      ON CONFLICT (day, counter, series) DO UPDATE SET last = s.last + 1 RETURNING s.last INTO given;
    NEW.receipt_no := k.prefix || to_char(of_day, 'YYYYMMDD') || '-' || to_char(NEW.counter, 'FM00')
                      || '-' || to_char(given, 'FM0000');
  END IF;
  NEW.at := k.now;
  NEW.approval_before := c.approval;
  NEW.papers_before := c.papers;
  NEW.counterfoil_before := c.counterfoil;
  NEW.result_before := c.result;

  n := c;
  IF NEW.sets <> '{}' THEN
    n := jsonb_populate_record(c, NEW.sets);
    n.item_id := coalesce(n.item_id, '');
    n.item_version := coalesce(n.item_version, 0);
    n.item_name := coalesce(n.item_name, '');
    n.department := coalesce(n.department, '');
    n.applicant_name := coalesce(n.applicant_name, '');
    n.due_estimated := coalesce(n.due_estimated, false);
    n.promise_text := coalesce(n.promise_text, '');
    n.delivery := coalesce(n.delivery, '');
    n.platform_no := coalesce(n.platform_no, '');
    n.result_name := coalesce(n.result_name, '');
    n.result_no := coalesce(n.result_no, '');
    n.result_copies := coalesce(n.result_copies, 0);
    n.copies := coalesce(n.copies, 0);
    n.on_the_spot := coalesce(n.on_the_spot, false);
    n.commitment_owed := coalesce(n.commitment_owed, false);
    n.supplement_owed := coalesce(n.supplement_owed, false);
    n.extended := coalesce(n.extended, false);
    n.consult_no := coalesce(n.consult_no, '');
    n.question := coalesce(n.question, '');
    n.asked_in := coalesce(n.asked_in, '');
    n.external_no := coalesce(n.external_no, '');
    n.parcel_no := coalesce(n.parcel_no, '');
    n.package_id := coalesce(n.package_id, '');
    n.part_of := coalesce(n.part_of, '');
    n.part_no := coalesce(n.part_no, '');
    n.part_step := coalesce(n.part_step, 0);
    n.special_step := coalesce(n.special_step, '');
    n.waybill_no := coalesce(n.waybill_no, '');
    n.bag_no := coalesce(n.bag_no, '');
    n.bag_month := coalesce(n.bag_month, '');
    n.book := coalesce(n.book, '');
    n.book_page := coalesce(n.book_page, 0);
    n.book_line := coalesce(n.book_line, 0);
  END IF;
  UPDATE cases SET approval = NEW.approval_after, papers = NEW.papers_after, counterfoil = NEW.counterfoil_after, result = NEW.result_after,
    item_id = n.item_id, item_version = n.item_version, item_name = n.item_name, department = n.department, applicant_name = n.applicant_name, applicant = n.applicant, representative = n.representative, received_at = n.received_at, accepted_on = n.accepted_on, legal_due = n.legal_due, promise_due = n.promise_due, due_estimated = n.due_estimated, promise_text = n.promise_text, delivery = n.delivery, platform_no = n.platform_no, result_name = n.result_name, result_no = n.result_no, result_copies = n.result_copies, copies = n.copies, on_the_spot = n.on_the_spot, collection_due = n.collection_due, commitment_owed = n.commitment_owed, supplement_owed = n.supplement_owed, extended = n.extended, consult_no = n.consult_no, question = n.question, asked_in = n.asked_in, external_no = n.external_no, parcel_no = n.parcel_no, package_id = n.package_id, part_of = n.part_of, part_no = n.part_no, part_step = n.part_step, special_step = n.special_step, step_due = n.step_due, notice_due = n.notice_due, supply_due = n.supply_due, check_due = n.check_due, decided_on = n.decided_on, mail_to = n.mail_to, waybill_no = n.waybill_no, bag_no = n.bag_no, bag_month = n.bag_month, book = n.book, book_page = n.book_page, book_line = n.book_line, platform_accepted_on = n.platform_accepted_on, platform_closed_on = n.platform_closed_on,
    revision = NEW.case_revision,
    moved_at = CASE WHEN c.approval <> NEW.approval_after OR c.papers <> NEW.papers_after OR c.counterfoil <> NEW.counterfoil_after OR c.result <> NEW.result_after
                    THEN k.now ELSE c.moved_at END,
    counter = CASE WHEN k.registers OR c.counter = 0 THEN coalesce(NEW.counter, 0) ELSE c.counter END,
    receipt_no = coalesce(NEW.receipt_no, c.receipt_no),
    first_handler = CASE WHEN k.registers THEN coalesce(NEW.sets ->> 'first_handler', NEW.recorded_by)
                         ELSE c.first_handler END,
    registered_on = CASE WHEN k.registers THEN of_day ELSE c.registered_on END
  WHERE case_id = c.case_id;
  IF k.opens_service <> '' THEN
    INSERT INTO service_event (event_id, case_id, kind, opened_at, counter, clerk)
    VALUES (NEW.act_id, NEW.case_id, k.opens_service, k.now, NEW.counter, NEW.recorded_by);
  END IF;
  PERFORM pg_notify('yc_changes', 'case');
  RETURN NEW;
END $body$
-- next --
CREATE TRIGGER act_act_enters BEFORE INSERT ON act FOR EACH ROW EXECUTE FUNCTION act_enters()
-- next --
CREATE FUNCTION case_begins() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $body$
BEGIN

  IF NEW.revision <> 0 OR NEW.receipt_no IS NOT NULL OR NEW.approval <> 'new'
    OR NEW.papers <> 'with_applicant' OR NEW.counterfoil <> 'not_made' OR NEW.result <> 'none'
    THEN PERFORM refuse('only_by_an_act'); END IF;
  RETURN NEW;
END $body$
-- next --
CREATE TRIGGER cases_case_begins BEFORE INSERT ON cases FOR EACH ROW EXECUTE FUNCTION case_begins()
-- next --
CREATE FUNCTION take_serial(of_counter integer, of_series text) RETURNS integer LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $body$
DECLARE given integer;
BEGIN

  IF of_series NOT IN ('T', 'P') OR who_am_i() IS NULL THEN PERFORM refuse('not_allowed'); END IF;
  INSERT INTO number_series AS s (day, counter, series, last)
    SELECT (now AT TIME ZONE 'Asia/Shanghai')::date, of_counter, of_series, 1 FROM hall_moment
    ON CONFLICT (day, counter, series) DO UPDATE SET last = s.last + 1 RETURNING s.last INTO given;
  RETURN given;
END $body$
-- next --
CREATE FUNCTION numbers_only_rise() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $body$
BEGIN

  IF TG_OP <> 'UPDATE' OR NEW.last <> OLD.last + 1 OR NEW.day <> OLD.day OR NEW.counter <> OLD.counter
    OR NEW.series <> OLD.series THEN PERFORM refuse('numbers_only_rise'); END IF;
  RETURN NEW;
END $body$
-- next --
CREATE TRIGGER number_series_numbers_only_rise BEFORE UPDATE OR DELETE ON number_series FOR EACH ROW EXECUTE FUNCTION numbers_only_rise()
-- next --
CREATE FUNCTION take_bag_serial(of_ledger text) RETURNS integer LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $body$
DECLARE given integer;
BEGIN

  IF who_am_i() IS NULL THEN PERFORM refuse('not_allowed'); END IF;
  INSERT INTO bag_series AS s (year, ledger, last)
    SELECT extract(year FROM now AT TIME ZONE 'Asia/Shanghai')::integer, of_ledger, 1 FROM hall_moment
    ON CONFLICT (year, ledger) DO UPDATE SET last = s.last + 1 RETURNING s.last INTO given;
  RETURN given;
END $body$
-- next --
CREATE FUNCTION bag_numbers_only_rise() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $body$
BEGIN

  IF TG_OP <> 'UPDATE' OR NEW.last <> OLD.last + 1 OR NEW.year <> OLD.year OR NEW.ledger <> OLD.ledger
    THEN PERFORM refuse('numbers_only_rise'); END IF;
  RETURN NEW;
END $body$
-- next --
CREATE TRIGGER bag_series_bag_numbers_only_rise BEFORE UPDATE OR DELETE ON bag_series FOR EACH ROW EXECUTE FUNCTION bag_numbers_only_rise()
-- next --
CREATE FUNCTION version_is_stamped() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $body$
BEGIN

  NEW.published_at := (SELECT now FROM hall_moment);
  NEW.published_by := coalesce(who_am_i(), NEW.published_by);
  PERFORM pg_notify('yc_changes', 'item');
  RETURN NEW;
END $body$
-- next --
CREATE TRIGGER service_item_version_version_is_stamped BEFORE INSERT ON service_item_version FOR EACH ROW EXECUTE FUNCTION version_is_stamped()
-- next --
CREATE TRIGGER package_version_version_is_stamped BEFORE INSERT ON package_version FOR EACH ROW EXECUTE FUNCTION version_is_stamped()
-- next --
CREATE FUNCTION rating_is_stamped() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $body$
BEGIN

  NEW.at := (SELECT now FROM hall_moment);
  NEW.device := split_part(session_user, '@', 1);
  PERFORM pg_notify('yc_changes', 'rating');
  RETURN NEW;
END $body$
-- next --
CREATE TRIGGER rating_rating_is_stamped BEFORE INSERT ON rating FOR EACH ROW EXECUTE FUNCTION rating_is_stamped()
-- next --
CREATE FUNCTION record_is_stamped() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $body$
BEGIN

  IF NEW.at IS NOT NULL OR NEW.recorded_by IS DISTINCT FROM who_am_i()
    THEN PERFORM refuse('forged_stamp'); END IF;
  IF NOT EXISTS (SELECT 1 FROM record_kind k JOIN hall_role r ON strpos(k.roles, '|' || r.role || '|') > 0
                 WHERE k.kind = NEW.kind AND pg_has_role(session_user, r.db_role, 'MEMBER'))
    THEN PERFORM refuse('not_your_role'); END IF;
  NEW.at := (SELECT now FROM hall_moment);
  PERFORM pg_notify('yc_changes', 'record');
  RETURN NEW;
END $body$
-- next --
CREATE TRIGGER hall_record_record_is_stamped BEFORE INSERT ON hall_record FOR EACH ROW EXECUTE FUNCTION record_is_stamped()
-- next --
CREATE FUNCTION history_is_kept() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $body$
BEGIN
  PERFORM refuse('history_is_kept'); RETURN NULL;
END $body$
-- next --
CREATE TRIGGER act_history_is_kept BEFORE UPDATE OR DELETE OR TRUNCATE ON act FOR EACH STATEMENT EXECUTE FUNCTION history_is_kept()
-- next --
CREATE TRIGGER attachment_history_is_kept BEFORE UPDATE OR DELETE OR TRUNCATE ON attachment FOR EACH STATEMENT EXECUTE FUNCTION history_is_kept()
-- next --
CREATE TRIGGER paper_history_is_kept BEFORE UPDATE OR DELETE OR TRUNCATE ON paper FOR EACH STATEMENT EXECUTE FUNCTION history_is_kept()
-- next --
CREATE TRIGGER paper_revocation_history_is_kept BEFORE UPDATE OR DELETE OR TRUNCATE ON paper_revocation FOR EACH STATEMENT EXECUTE FUNCTION history_is_kept()
-- next --
CREATE TRIGGER rating_history_is_kept BEFORE UPDATE OR DELETE OR TRUNCATE ON rating FOR EACH STATEMENT EXECUTE FUNCTION history_is_kept()
-- next --
CREATE TRIGGER rating_code_history_is_kept BEFORE UPDATE OR DELETE OR TRUNCATE ON rating_code FOR EACH STATEMENT EXECUTE FUNCTION history_is_kept()
-- next --
CREATE TRIGGER rating_stray_history_is_kept BEFORE UPDATE OR DELETE OR TRUNCATE ON rating_stray FOR EACH STATEMENT EXECUTE FUNCTION history_is_kept()
-- next --
CREATE TRIGGER service_event_history_is_kept BEFORE UPDATE OR DELETE OR TRUNCATE ON service_event FOR EACH STATEMENT EXECUTE FUNCTION history_is_kept()
-- next --
CREATE TRIGGER service_item_version_history_is_kept BEFORE UPDATE OR DELETE OR TRUNCATE ON service_item_version FOR EACH STATEMENT EXECUTE FUNCTION history_is_kept()
-- next --
CREATE TRIGGER package_version_history_is_kept BEFORE UPDATE OR DELETE OR TRUNCATE ON package_version FOR EACH STATEMENT EXECUTE FUNCTION history_is_kept()
-- next --
CREATE TRIGGER audit_history_is_kept BEFORE UPDATE OR DELETE OR TRUNCATE ON audit FOR EACH STATEMENT EXECUTE FUNCTION history_is_kept()
-- next --
CREATE TRIGGER print_job_event_history_is_kept BEFORE UPDATE OR DELETE OR TRUNCATE ON print_job_event FOR EACH STATEMENT EXECUTE FUNCTION history_is_kept()
-- next --
CREATE TRIGGER outbox_event_history_is_kept BEFORE UPDATE OR DELETE OR TRUNCATE ON outbox_event FOR EACH STATEMENT EXECUTE FUNCTION history_is_kept()
-- next --
CREATE TRIGGER hall_record_history_is_kept BEFORE UPDATE OR DELETE OR TRUNCATE ON hall_record FOR EACH STATEMENT EXECUTE FUNCTION history_is_kept()
-- next --
CREATE TRIGGER signature_history_is_kept BEFORE UPDATE OR DELETE OR TRUNCATE ON signature FOR EACH STATEMENT EXECUTE FUNCTION history_is_kept()
-- next --
CREATE TRIGGER counter_duty_history_is_kept BEFORE UPDATE OR DELETE OR TRUNCATE ON counter_duty FOR EACH STATEMENT EXECUTE FUNCTION history_is_kept()
-- next --
CREATE TRIGGER delegation_history_is_kept BEFORE UPDATE OR DELETE OR TRUNCATE ON delegation FOR EACH STATEMENT EXECUTE FUNCTION history_is_kept()
-- next --
CREATE TRIGGER window_device_history_is_kept BEFORE UPDATE OR DELETE OR TRUNCATE ON window_device FOR EACH STATEMENT EXECUTE FUNCTION history_is_kept()
-- next --
CREATE TRIGGER device_event_history_is_kept BEFORE UPDATE OR DELETE OR TRUNCATE ON device_event FOR EACH STATEMENT EXECUTE FUNCTION history_is_kept()
-- next --
CREATE TRIGGER cases_history_is_kept BEFORE DELETE OR TRUNCATE ON cases FOR EACH STATEMENT EXECUTE FUNCTION history_is_kept()
-- next --
CREATE FUNCTION draft_is_kept() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $body$
BEGIN

  IF NOT EXISTS (SELECT 1 FROM cases WHERE case_id = NEW.case_id AND approval IN ('draft', 'notified'))
    THEN PERFORM refuse('not_in_this_state:approval'); END IF;
  NEW.saved_at := (SELECT now FROM hall_moment);
  NEW.clerk := coalesce(who_am_i(), NEW.clerk);
  PERFORM pg_notify('yc_changes', 'draft');
  RETURN NEW;
END $body$
-- next --
CREATE TRIGGER draft_draft_is_kept BEFORE INSERT OR UPDATE ON draft FOR EACH ROW EXECUTE FUNCTION draft_is_kept()
-- next --
CREATE FUNCTION printer_lease_moves() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $body$
BEGIN

  IF NEW.leased_until > date_trunc('milliseconds', clock_timestamp()) + interval '10 minutes'
    THEN PERFORM refuse('print_lease_lost'); END IF;
  IF TG_OP = 'INSERT' THEN
    IF NEW.fence <> 1 THEN PERFORM refuse('print_lease_lost'); END IF;
    RETURN NEW;
  END IF;
  IF NEW.key <> OLD.key OR NEW.fence NOT IN (OLD.fence, OLD.fence + 1)
    OR (NEW.fence = OLD.fence AND NEW.held_by <> OLD.held_by)
    OR (NEW.fence > OLD.fence AND OLD.leased_until > date_trunc('milliseconds', clock_timestamp())
        AND split_part(NEW.held_by, '/', 1) <> split_part(OLD.held_by, '/', 1))
    THEN PERFORM refuse('print_lease_lost'); END IF;
  RETURN NEW;
END $body$
-- next --
CREATE TRIGGER printer_lease_printer_lease_moves BEFORE INSERT OR UPDATE ON printer_lease FOR EACH ROW EXECUTE FUNCTION printer_lease_moves()
-- next --
CREATE TRIGGER printer_lease_history_is_kept BEFORE DELETE OR TRUNCATE ON printer_lease FOR EACH STATEMENT EXECUTE FUNCTION history_is_kept()
-- next --
CREATE FUNCTION print_job_moves() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $body$
BEGIN

  PERFORM pg_notify('yc_changes', 'print_job');
  IF TG_OP = 'INSERT' THEN
    IF NEW.state <> 'queued' OR NEW.attempts <> 0 OR NEW.fence <> 0 OR NEW.printer_key <> ''
      THEN PERFORM refuse('print_move_forbidden'); END IF;
    RETURN NEW;
  END IF;
  IF NEW.document <> OLD.document OR NEW.kind <> OLD.kind OR NEW.copy_no <> OLD.copy_no
    OR NEW.requested_by <> OLD.requested_by OR NEW.requested_at <> OLD.requested_at
    OR NEW.case_id IS DISTINCT FROM OLD.case_id OR NEW.job_group <> OLD.job_group
    OR NEW.bundle <> OLD.bundle THEN PERFORM refuse('history_is_kept'); END IF;
  IF NEW.printer <> OLD.printer AND NOT (OLD.state IN ('queued', 'failed') AND NEW.state = 'queued')
    THEN PERFORM refuse('print_move_forbidden'); END IF;
  IF OLD.state = 'sending' OR NEW.state = 'sending' THEN
    PERFORM 1 FROM printer_lease WHERE key = NEW.printer_key AND fence = NEW.fence FOR SHARE;
    IF NOT FOUND OR (OLD.state = 'sending' AND NEW.printer_key <> OLD.printer_key)
      THEN PERFORM refuse('print_lease_lost'); END IF;
  ELSIF NEW.fence <> OLD.fence OR NEW.printer_key <> OLD.printer_key THEN
    PERFORM refuse('print_lease_lost');
  END IF;
  IF NEW.rendered IS DISTINCT FROM OLD.rendered
    AND NOT (OLD.rendered IS NULL AND OLD.state = 'sending')
    AND NOT (NEW.rendered IS NULL AND NEW.printer <> OLD.printer)
    THEN PERFORM refuse('history_is_kept'); END IF;
  IF NEW.state <> OLD.state OR NEW.printer <> OLD.printer THEN
    IF NEW.state <> OLD.state
      AND NOT EXISTS (SELECT 1 FROM print_move WHERE before = OLD.state AND after = NEW.state)
      THEN PERFORM refuse('print_move_forbidden'); END IF;
    INSERT INTO print_job_event (job_id, before, after, attempts, failure, printer, by, at)
    VALUES (OLD.job_id, OLD.state, NEW.state, NEW.attempts, NEW.failure, NEW.printer,
            coalesce(who_am_i(), session_user), (SELECT now FROM hall_moment));
  END IF;
  RETURN NEW;
END $body$
-- next --
CREATE TRIGGER print_job_print_job_moves BEFORE INSERT OR UPDATE ON print_job FOR EACH ROW EXECUTE FUNCTION print_job_moves()
-- next --
CREATE TRIGGER print_job_history_is_kept BEFORE DELETE OR TRUNCATE ON print_job FOR EACH STATEMENT EXECUTE FUNCTION history_is_kept()
-- next --
CREATE FUNCTION i_am_the_pusher() RETURNS boolean LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $body$
BEGIN
  RETURN EXISTS (SELECT 1 FROM hall_role WHERE role = 'pusher'
                AND pg_has_role(session_user, db_role, 'MEMBER')) AND who_am_i() IS NULL;
END $body$
-- next --
CREATE FUNCTION outbox_begins() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $body$
BEGIN

  IF NEW.state <> 'waiting' OR NEW.attempts <> 0 OR NEW.external_no <> '' OR NEW.queued_at IS NOT NULL
    OR NEW.sent_at IS NOT NULL OR NEW.answered_at IS NOT NULL THEN PERFORM refuse('forged_stamp'); END IF;
  IF NOT EXISTS (SELECT 1 FROM act WHERE act_id = NEW.message_id AND case_id = NEW.case_id
                 AND recorded_by = who_am_i()) THEN PERFORM refuse('not_allowed'); END IF;
  NEW.queued_at := (SELECT now FROM hall_moment);
  PERFORM pg_notify('yc_changes', 'push');
  RETURN NEW;
END $body$
-- next --
CREATE TRIGGER outbox_outbox_begins BEFORE INSERT ON outbox FOR EACH ROW EXECUTE FUNCTION outbox_begins()
-- next --
CREATE FUNCTION outbox_moves() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $body$
DECLARE live boolean;
BEGIN

  IF (NEW.push_id, NEW.message_id, NEW.case_id, NEW.kind, NEW.department, NEW.body, NEW.queued_at) IS DISTINCT FROM (OLD.push_id, OLD.message_id, OLD.case_id, OLD.kind, OLD.department, OLD.body, OLD.queued_at) THEN PERFORM refuse('history_is_kept'); END IF;
  IF OLD.external_no <> '' AND NEW.external_no <> OLD.external_no THEN
    PERFORM refuse('push_number_forged');
  END IF;
  live := OLD.leased_until IS NOT NULL AND OLD.leased_until > date_trunc('milliseconds', clock_timestamp());
  IF NOT i_am_the_pusher() THEN
    IF (NEW.external_no, NEW.confirmed_on, NEW.answer) IS DISTINCT FROM (OLD.external_no, OLD.confirmed_on, OLD.answer) OR NEW.attempts <> OLD.attempts THEN PERFORM refuse('push_number_forged'); END IF;
    IF live THEN PERFORM refuse('push_on_its_way'); END IF;
    IF (OLD.state, NEW.state) NOT IN (('failed', 'given_up'), ('failed', 'waiting'), ('given_up', 'waiting'), ('sent', 'given_up'), ('sent', 'waiting'), ('waiting', 'given_up'), ('waiting', 'waiting')) THEN
      PERFORM refuse('push_move_forbidden'); END IF;
    IF NEW.state = 'given_up' AND btrim(NEW.reason) = '' THEN PERFORM refuse('push_reason_lacking'); END IF;
    NEW.held_by := coalesce(who_am_i(), session_user);
    NEW.next_try_at := NULL;
    NEW.leased_until := NULL;
  ELSIF NEW.attempts = OLD.attempts + 1 THEN
    IF live THEN PERFORM refuse('push_on_its_way'); END IF;
    IF (NEW.external_no, NEW.confirmed_on, NEW.answer) IS DISTINCT FROM (OLD.external_no, OLD.confirmed_on, OLD.answer) OR NEW.state <> OLD.state OR NEW.leased_until IS NULL
      OR OLD.state NOT IN ('waiting', 'sent') THEN PERFORM refuse('push_move_forbidden'); END IF;
  ELSIF NEW.attempts <> OLD.attempts OR OLD.leased_until IS NULL OR NEW.leased_until IS NOT NULL
    OR (OLD.state, NEW.state) NOT IN (('sent', 'answered'), ('sent', 'failed'), ('sent', 'sent'), ('sent', 'waiting'), ('waiting', 'answered'), ('waiting', 'failed'), ('waiting', 'sent'), ('waiting', 'waiting')) THEN
    PERFORM refuse('push_move_forbidden');
  END IF;
  IF NEW.state IN ('sent', 'answered') THEN
    NEW.sent_at := coalesce(OLD.sent_at, (SELECT now FROM hall_moment)); END IF;
  IF NEW.state = 'answered' AND OLD.state <> 'answered' THEN
    NEW.answered_at := (SELECT now FROM hall_moment); END IF;
  INSERT INTO outbox_event (push_id, before, after, attempts, receiver, error, external_no, reason, by, at)
  VALUES (OLD.push_id, OLD.state, NEW.state, NEW.attempts, NEW.receiver, CASE WHEN NEW.attempts <> OLD.attempts OR OLD.leased_until IS NULL THEN '' ELSE NEW.last_error END, NEW.external_no,
          NEW.reason, coalesce(who_am_i(), NEW.held_by), (SELECT now FROM hall_moment));
  PERFORM pg_notify('yc_changes', 'push');
  RETURN NEW;
END $body$
-- next --
CREATE TRIGGER outbox_outbox_moves BEFORE UPDATE ON outbox FOR EACH ROW EXECUTE FUNCTION outbox_moves()
-- next --
CREATE TRIGGER outbox_history_is_kept BEFORE DELETE OR TRUNCATE ON outbox FOR EACH STATEMENT EXECUTE FUNCTION history_is_kept()
-- next --
CREATE FUNCTION hall_stays_what_it_is() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $body$
BEGIN

  IF NEW.demonstration <> OLD.demonstration OR NEW.prefix <> OLD.prefix
    THEN PERFORM refuse('history_is_kept'); END IF;
  PERFORM pg_notify('yc_changes', 'hall');
  RETURN NEW;
END $body$
-- next --
CREATE TRIGGER hall_hall_stays_what_it_is BEFORE UPDATE ON hall FOR EACH ROW EXECUTE FUNCTION hall_stays_what_it_is()
-- next --
CREATE TRIGGER hall_history_is_kept BEFORE DELETE OR TRUNCATE ON hall FOR EACH STATEMENT EXECUTE FUNCTION history_is_kept()
-- next --
CREATE FUNCTION hall_clock_is_real() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $body$
BEGIN

  IF NEW.simulated_at IS NOT NULL AND NOT (SELECT demonstration FROM hall)
    THEN PERFORM refuse('not_a_demonstration'); END IF;
  NEW.started_at := CASE WHEN NEW.running THEN date_trunc('milliseconds', clock_timestamp()) END;
  RETURN NEW;
END $body$
-- next --
CREATE TRIGGER hall_clock_hall_clock_is_real BEFORE UPDATE ON hall_clock FOR EACH ROW EXECUTE FUNCTION hall_clock_is_real()
-- next --
CREATE FUNCTION configuration_changed() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $body$
BEGIN
  UPDATE hall SET config_version = config_version + 1; RETURN NULL;
END $body$
-- next --
CREATE TRIGGER counter_configuration_changed AFTER INSERT OR UPDATE OR DELETE ON counter FOR EACH STATEMENT EXECUTE FUNCTION configuration_changed()
-- next --
CREATE TRIGGER counter_duty_configuration_changed AFTER INSERT OR UPDATE OR DELETE ON counter_duty FOR EACH STATEMENT EXECUTE FUNCTION configuration_changed()
-- next --
CREATE TRIGGER staff_configuration_changed AFTER INSERT OR UPDATE OR DELETE ON staff FOR EACH STATEMENT EXECUTE FUNCTION configuration_changed()
-- next --
CREATE TRIGGER staff_role_configuration_changed AFTER INSERT OR UPDATE OR DELETE ON staff_role FOR EACH STATEMENT EXECUTE FUNCTION configuration_changed()
-- next --
CREATE TRIGGER calendar_year_configuration_changed AFTER INSERT OR UPDATE OR DELETE ON calendar_year FOR EACH STATEMENT EXECUTE FUNCTION configuration_changed()
-- next --
CREATE TRIGGER paper_key_configuration_changed AFTER INSERT OR UPDATE OR DELETE ON paper_key FOR EACH STATEMENT EXECUTE FUNCTION configuration_changed()
-- next --
CREATE TRIGGER service_item_version_configuration_changed AFTER INSERT OR UPDATE OR DELETE ON service_item_version FOR EACH STATEMENT EXECUTE FUNCTION configuration_changed()
-- next --
CREATE FUNCTION duty_enters() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $body$
DECLARE me text := who_am_i(); moment timestamptz;
BEGIN

  SELECT now INTO moment FROM hall_moment;
  IF NEW.at IS NOT NULL THEN PERFORM refuse('forged_stamp'); END IF;
  NEW.at := moment;
  IF me IS NULL AND NEW.set_by = '' AND NOT EXISTS (SELECT 1 FROM counter_duty WHERE code = NEW.code)
    THEN RETURN NEW; END IF;
  IF NEW.set_by IS DISTINCT FROM me THEN PERFORM refuse('forged_stamp'); END IF;
  IF NEW.since < (moment AT TIME ZONE 'Asia/Shanghai')::date THEN PERFORM refuse('duty_since_past'); END IF;
  IF NOT EXISTS (SELECT 1 FROM hall_role r WHERE pg_has_role(session_user, r.db_role, 'MEMBER')
                 AND (r.role IN ('administrator', 'hall_section') OR r.role = 'group_leader'
                      AND (SELECT group_id FROM staff WHERE login = me)
                          = (SELECT group_id FROM counter WHERE code = NEW.code)))
    THEN PERFORM refuse('duty_not_your_group'); END IF;
  RETURN NEW;
END $body$
-- next --
CREATE TRIGGER counter_duty_duty_enters BEFORE INSERT ON counter_duty FOR EACH ROW EXECUTE FUNCTION duty_enters()
-- next --
CREATE FUNCTION delegation_is_stamped() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $body$
BEGIN

  IF NEW.filed_at IS NOT NULL OR NEW.filed_by <> coalesce(who_am_i(), '')
    THEN PERFORM refuse('forged_stamp'); END IF;
  IF who_am_i() IS NOT NULL AND NOT EXISTS (SELECT 1 FROM hall_role r WHERE r.role IN ('administrator', 'digital_section')
    AND pg_has_role(session_user, r.db_role, 'MEMBER')) THEN PERFORM refuse('not_your_role'); END IF;
  IF btrim(NEW.document_no) = '' THEN PERFORM refuse('delegation_without_document'); END IF;
  IF NEW.ends IS NOT NULL AND NEW.until IS NULL THEN PERFORM refuse('delegation_end_wrong'); END IF;
  NEW.filed_at := (SELECT now FROM hall_moment);
  RETURN NEW;
END $body$
-- next --
CREATE TRIGGER delegation_delegation_is_stamped BEFORE INSERT ON delegation FOR EACH ROW EXECUTE FUNCTION delegation_is_stamped()
-- next --
CREATE TRIGGER delegation_configuration_changed AFTER INSERT ON delegation FOR EACH STATEMENT EXECUTE FUNCTION configuration_changed()
-- next --
CREATE FUNCTION act_needs_delegation() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $body$
DECLARE today date;
BEGIN

  today := (SELECT (now AT TIME ZONE 'Asia/Shanghai')::date FROM hall_moment);
  IF EXISTS (SELECT 1 FROM cases c WHERE c.case_id = NEW.case_id
             AND NOT EXISTS (SELECT 1 FROM delegation d WHERE d.ends IS NULL AND d.department IN ('', c.department) AND d.item_id IN ('', c.item_id)
      AND d.since <= today AND coalesce(d.until, today) >= today
      AND NOT EXISTS (SELECT 1 FROM delegation e WHERE e.ends = d.delegation_id AND e.until < today)))
    THEN PERFORM refuse('not_delegated'); END IF;
  RETURN NULL;
END $body$
-- next --
CREATE TRIGGER act_needs_delegation AFTER INSERT ON act FOR EACH ROW WHEN (NEW.kind IN ('accept', 'accept_conditionally', 'accept_on_commitment', 'deem_accepted', 'accept_mailed'))
EXECUTE FUNCTION act_needs_delegation()
-- next --
CREATE FUNCTION rating_is_fit() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $body$
DECLARE ends timestamptz;
BEGIN

  NEW.device := split_part(session_user, '@', 1);
  IF NEW.code_sha256 IS NULL THEN 
  IF EXISTS (SELECT 1 FROM service_event s WHERE s.event_id = NEW.event_id
    AND NEW.device <> 'pad_' || to_char(s.counter, 'FM00'))
    THEN PERFORM refuse('rating_from_another_window'); END IF;
    RETURN NEW;
  END IF;
  SELECT expires_at INTO ends FROM rating_code c
  WHERE c.code_sha256 = NEW.code_sha256 AND c.event_id = NEW.event_id;
  IF NOT FOUND THEN PERFORM refuse('rating_code_unknown'); END IF;
  IF ends <= (SELECT now FROM hall_moment) THEN PERFORM refuse('rating_code_expired'); END IF;
  RETURN NEW;
END $body$
-- next --
CREATE TRIGGER rating_rating_is_fit BEFORE INSERT ON rating FOR EACH ROW EXECUTE FUNCTION rating_is_fit()
-- next --
CREATE FUNCTION rating_code_is_stamped() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $body$
BEGIN

  NEW.device := split_part(session_user, '@', 1); 
  IF EXISTS (SELECT 1 FROM service_event s WHERE s.event_id = NEW.event_id
    AND NEW.device <> 'pad_' || to_char(s.counter, 'FM00'))
    THEN PERFORM refuse('rating_from_another_window'); END IF;
  IF EXISTS (SELECT 1 FROM rating r WHERE r.event_id = NEW.event_id)
    THEN PERFORM refuse('rated_already'); END IF;
  NEW.at := (SELECT now FROM hall_moment);
  NEW.expires_at := NEW.at + interval '7 days';
  RETURN NEW;
END $body$
-- next --
CREATE TRIGGER rating_code_rating_code_is_stamped BEFORE INSERT ON rating_code FOR EACH ROW EXECUTE FUNCTION rating_code_is_stamped()
-- next --
CREATE FUNCTION rating_stray_is_stamped() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $body$
BEGIN

  NEW.device := split_part(session_user, '@', 1);
  NEW.at := (SELECT now FROM hall_moment);
  RETURN NEW;
END $body$
-- next --
CREATE TRIGGER rating_stray_rating_stray_is_stamped BEFORE INSERT ON rating_stray FOR EACH ROW EXECUTE FUNCTION rating_stray_is_stamped()
-- next --
CREATE FUNCTION service_of_code(sha text) RETURNS text LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $body$
BEGIN

  RETURN (SELECT concat_ws('|', s.event_id, s.kind, coalesce(s.counter, 0),
      to_char(s.opened_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'),
      CASE WHEN r.event_id IS NOT NULL THEN 'rated' WHEN c.expires_at <= m.now THEN 'expired' ELSE 'open' END)
    FROM rating_code c JOIN service_event s ON s.event_id = c.event_id CROSS JOIN hall_moment m
    LEFT JOIN rating r ON r.event_id = s.event_id WHERE c.code_sha256 = sha);
END $body$
-- next --
CREATE FUNCTION window_device_enters() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $body$
BEGIN

  IF NEW.at IS NOT NULL OR NEW.set_by IS DISTINCT FROM who_am_i() THEN PERFORM refuse('forged_stamp'); END IF;
  PERFORM pg_advisory_xact_lock(hashtext('device ' || NEW.known_by));
  IF EXISTS (SELECT 1 FROM window_device d
      WHERE NEW.known_by <> '' AND d.known_by = NEW.known_by AND d.kind = NEW.kind AND d.driver <> ''
        AND d.counter <> NEW.counter AND NOT EXISTS (SELECT 1 FROM window_device later
          WHERE later.counter = d.counter AND later.kind = d.kind AND later.binding_no > d.binding_no)) THEN PERFORM refuse('device_bound_elsewhere'); END IF;
  NEW.at := (SELECT now FROM hall_moment);
  INSERT INTO device_event (counter, kind, deed, facts)
  VALUES (NEW.counter, NEW.kind, CASE WHEN NEW.driver = '' THEN 'unbound' ELSE 'bound' END,
          jsonb_build_object('title', NEW.title, 'driver', NEW.driver, 'address', NEW.address));
  RETURN NEW;
END $body$
-- next --
CREATE TRIGGER window_device_window_device_enters BEFORE INSERT ON window_device FOR EACH ROW EXECUTE FUNCTION window_device_enters()
-- next --
CREATE FUNCTION device_event_enters() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $body$
BEGIN

  IF NEW.at IS NOT NULL OR NEW."by" <> '' THEN PERFORM refuse('forged_stamp'); END IF;
  NEW."by" := coalesce(who_am_i(), split_part(session_user, '@', 1));
  IF who_am_i() IS NULL AND NEW."by" <> 'pad_' || lpad(NEW.counter::text, 2, '0')
    THEN PERFORM refuse('not_allowed'); END IF;
  NEW.at := (SELECT now FROM hall_moment);
  RETURN NEW;
END $body$
-- next --
CREATE TRIGGER device_event_device_event_enters BEFORE INSERT ON device_event FOR EACH ROW EXECUTE FUNCTION device_event_enters()
-- next --
CREATE VIEW signature_entry AS SELECT signature_id, case_id, counter, purpose, template, text, signer, verified, strokes_sha256, picture_sha256, device, dpi, started_ms, finished_ms, seal, recorded_by FROM signature
-- next --
CREATE FUNCTION signature_entry_is_chained() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $body$
DECLARE me text; last signature%ROWTYPE; stamp timestamptz;
BEGIN

  me := who_am_i();
  IF me IS NULL OR NEW.recorded_by IS DISTINCT FROM me THEN PERFORM refuse('forged_stamp'); END IF;
  PERFORM pg_advisory_xact_lock(hashtext('signature ' || NEW.counter));
  stamp := date_trunc('milliseconds', (SELECT now FROM hall_moment));
  SELECT * INTO last FROM signature WHERE counter = NEW.counter ORDER BY seq DESC LIMIT 1;
  INSERT INTO signature (signature_id, case_id, counter, purpose, template, text, signer, verified, strokes_sha256, picture_sha256, device, dpi, started_ms, finished_ms, seal, recorded_by, seq, at, previous, digest)
  VALUES (NEW.signature_id, NEW.case_id, NEW.counter, NEW.purpose, NEW.template, NEW.text, NEW.signer, NEW.verified, NEW.strokes_sha256, NEW.picture_sha256, NEW.device, NEW.dpi, NEW.started_ms, NEW.finished_ms, NEW.seal, me, coalesce(last.seq, 0) + 1, stamp, coalesce(last.digest, ''),
          encode(sha256(convert_to(concat_ws('|', coalesce(last.digest, ''), NEW.counter,
            coalesce(last.seq, 0) + 1,
            to_char(stamp AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'), me, NEW.seal),
            'UTF8')), 'hex'));
  RETURN NEW;
END $body$
-- next --
CREATE TRIGGER signature_entry_signature_entry_is_chained INSTEAD OF INSERT ON signature_entry FOR EACH ROW EXECUTE FUNCTION signature_entry_is_chained()
-- next --
CREATE VIEW audit_entry AS SELECT login, kind, subject, details FROM audit
-- next --
CREATE FUNCTION audit_entry_is_chained() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $body$
DECLARE me text; last audit%ROWTYPE; stamp timestamptz := date_trunc('milliseconds', clock_timestamp());
BEGIN

  me := coalesce(who_am_i(), split_part(session_user, '@', 1));
  PERFORM pg_advisory_xact_lock(hashtext('audit ' || me));
  SELECT * INTO last FROM audit WHERE login = me ORDER BY seq DESC LIMIT 1;
  INSERT INTO audit (login, seq, at, kind, subject, details, previous, digest)
  VALUES (me, coalesce(last.seq, 0) + 1, stamp, left(NEW.kind, 40), left(coalesce(NEW.subject, ''), 200),
          coalesce(NEW.details, '{}'), coalesce(last.digest, ''),
          encode(sha256(convert_to(concat_ws('|', coalesce(last.digest, ''), me,
                                             coalesce(last.seq, 0) + 1, stamp,
                                             left(NEW.kind, 40), left(coalesce(NEW.subject, ''), 200),
                                             coalesce(NEW.details, '{}')), 'UTF8')), 'hex'));
  RETURN NEW;
END $body$
-- next --
CREATE TRIGGER audit_entry_audit_entry_is_chained INSTEAD OF INSERT ON audit_entry FOR EACH ROW EXECUTE FUNCTION audit_entry_is_chained()
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
