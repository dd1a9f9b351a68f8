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
CREATE INDEX ix_cases_counterfoil_open ON cases (counterfoil, counter)
-- next --
CREATE INDEX ix_cases_papers_open ON cases (papers, counter)
-- next --
CREATE INDEX ix_cases_registered_on ON cases (registered_on, counter)
-- next --
CREATE INDEX ix_cases_result_open ON cases (result, moved_at)
-- next --
CREATE TABLE change_mark (
	kind VARCHAR NOT NULL, 
	count INTEGER DEFAULT '0' NOT NULL, 
	CONSTRAINT pk_change_mark PRIMARY KEY (kind)
)
-- next --
CREATE TABLE hall (
	"only" INTEGER NOT NULL CONSTRAINT ck_hall_one CHECK (only = 1), 
	name VARCHAR NOT NULL, 
	prefix VARCHAR NOT NULL, 
	phone VARCHAR DEFAULT '' NOT NULL, 
	complaint_phone VARCHAR DEFAULT '' NOT NULL, 
	address VARCHAR DEFAULT '' NOT NULL, 
	demonstration BOOLEAN DEFAULT false NOT NULL, 
	timezone VARCHAR DEFAULT 'Asia/Shanghai' NOT NULL, 
	undo_minutes INTEGER DEFAULT '10' NOT NULL, 
	config JSONB NOT NULL, 
	config_version INTEGER DEFAULT '0' NOT NULL, 
	CONSTRAINT pk_hall PRIMARY KEY ("only")
)
-- next --
CREATE TABLE hall_clock (
	"only" INTEGER NOT NULL CONSTRAINT ck_hall_clock_one CHECK (only = 1), 
	simulated_at TIMESTAMP WITH TIME ZONE, 
	running BOOLEAN DEFAULT false NOT NULL, 
	started_at TIMESTAMP WITH TIME ZONE, 
	CONSTRAINT pk_hall_clock PRIMARY KEY ("only")
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
CREATE TABLE outbox (
	push_id SERIAL NOT NULL, 
	case_id UUID NOT NULL, 
	body JSONB NOT NULL, 
	state VARCHAR DEFAULT 'waiting' NOT NULL, 
	CONSTRAINT pk_outbox PRIMARY KEY (push_id), 
	CONSTRAINT fk_outbox_case_id_cases FOREIGN KEY(case_id) REFERENCES cases (case_id)
)
-- next --
CREATE INDEX ix_outbox_case_id ON outbox (case_id)
-- next --
CREATE TABLE paper (
	code VARCHAR NOT NULL, 
	kind INTEGER NOT NULL, 
	case_id UUID NOT NULL, 
	number VARCHAR NOT NULL, 
	CONSTRAINT pk_paper PRIMARY KEY (code), 
	CONSTRAINT fk_paper_case_id_cases FOREIGN KEY(case_id) REFERENCES cases (case_id)
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
	state VARCHAR DEFAULT 'queued' NOT NULL, 
	attempts INTEGER DEFAULT '0' NOT NULL, 
	failure VARCHAR, 
	rendered BYTEA, 
	rendered_sha256 VARCHAR DEFAULT '' NOT NULL, 
	render_version VARCHAR DEFAULT '' NOT NULL, 
	held_by VARCHAR DEFAULT '' NOT NULL, 
	leased_until TIMESTAMP WITH TIME ZONE, 
	detail VARCHAR DEFAULT '' NOT NULL, 
	ordinal INTEGER DEFAULT '0' NOT NULL, 
	CONSTRAINT pk_print_job PRIMARY KEY (job_id), 
	CONSTRAINT fk_print_job_case_id_cases FOREIGN KEY(case_id) REFERENCES cases (case_id)
)
-- next --
CREATE INDEX ix_print_job_case_id ON print_job (case_id)
-- next --
CREATE INDEX ix_print_job_waiting ON print_job (state, printer, requested_at)
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
	CONSTRAINT fk_act_kind_transition FOREIGN KEY(kind) REFERENCES transition (kind), 
	CONSTRAINT fk_act_counter_counter FOREIGN KEY(counter) REFERENCES counter (code), 
	CONSTRAINT fk_act_recorded_by_staff FOREIGN KEY(recorded_by) REFERENCES staff (login), 
	CONSTRAINT uq_act_annuls UNIQUE (annuls), 
	CONSTRAINT fk_act_annuls_act FOREIGN KEY(annuls) REFERENCES act (act_id)
)
-- next --
CREATE INDEX ix_act_at ON act (at, kind)
-- next --
CREATE TABLE counter_duty (
	code INTEGER NOT NULL, 
	channel VARCHAR NOT NULL, 
	CONSTRAINT pk_counter_duty PRIMARY KEY (code, channel), 
	CONSTRAINT fk_counter_duty_code_counter FOREIGN KEY(code) REFERENCES counter (code)
)
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
	by VARCHAR NOT NULL, 
	at TIMESTAMP WITH TIME ZONE NOT NULL, 
	CONSTRAINT pk_print_job_event PRIMARY KEY (event_id), 
	CONSTRAINT fk_print_job_event_job_id_print_job FOREIGN KEY(job_id) REFERENCES print_job (job_id)
)
-- next --
CREATE INDEX ix_print_job_event_job_id ON print_job_event (job_id)
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
CREATE TABLE staff_role (
	login VARCHAR NOT NULL, 
	role VARCHAR NOT NULL, 
	CONSTRAINT pk_staff_role PRIMARY KEY (login, role), 
	CONSTRAINT fk_staff_role_login_staff FOREIGN KEY(login) REFERENCES staff (login)
)
-- next --
CREATE TABLE paper_revocation (
	code VARCHAR NOT NULL, 
	act_id UUID NOT NULL, 
	CONSTRAINT pk_paper_revocation PRIMARY KEY (code), 
	CONSTRAINT fk_paper_revocation_code_paper FOREIGN KEY(code) REFERENCES paper (code), 
	CONSTRAINT fk_paper_revocation_act_id_act FOREIGN KEY(act_id) REFERENCES act (act_id)
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
	CONSTRAINT fk_service_event_event_id_act FOREIGN KEY(event_id) REFERENCES act (act_id), 
	CONSTRAINT fk_service_event_case_id_cases FOREIGN KEY(case_id) REFERENCES cases (case_id), 
	CONSTRAINT fk_service_event_counter_counter FOREIGN KEY(counter) REFERENCES counter (code)
)
-- next --
CREATE INDEX ix_service_event_case_id ON service_event (case_id)
-- next --
CREATE TABLE rating (
	event_id UUID NOT NULL, 
	outcome VARCHAR NOT NULL, 
	grade INTEGER, 
	device VARCHAR NOT NULL, 
	at TIMESTAMP WITH TIME ZONE, 
	CONSTRAINT pk_rating PRIMARY KEY (event_id), 
	CONSTRAINT ck_rating_outcome CHECK (outcome in ('rated', 'timed_out', 'declined', 'no_device')), 
	CONSTRAINT ck_rating_answered CHECK ((outcome = 'rated') = (grade is not null)), 
	CONSTRAINT ck_rating_grade CHECK (grade between 1 and 5), 
	CONSTRAINT fk_rating_event_id_service_event FOREIGN KEY(event_id) REFERENCES service_event (event_id)
)
-- next --
INSERT INTO change_mark (kind) VALUES ('case')
-- next --
INSERT INTO change_mark (kind) VALUES ('draft')
-- next --
INSERT INTO change_mark (kind) VALUES ('print_job')
-- next --
INSERT INTO change_mark (kind) VALUES ('rating')
-- next --
INSERT INTO change_mark (kind) VALUES ('item')
-- next --
INSERT INTO change_mark (kind) VALUES ('hall')
