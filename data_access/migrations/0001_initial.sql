-- The first schema: what design calls rows (current folds) and events (append-only), and the tables around them.
-- Times are Vietnam wall time (UTC+7). No foreign keys, secondary indexes or triggers.

CREATE TABLE store.identity (
    ward_code TEXT PRIMARY KEY,
    ward_name TEXT NOT NULL,
    is_demo BOOLEAN NOT NULL,
    created_at TIMESTAMP NOT NULL
);

CREATE TABLE store.ward (
    ward_code TEXT PRIMARY KEY,
    name TEXT NOT NULL,
    province_code TEXT NOT NULL
);

CREATE TABLE store.area_event (
    event_id BIGINT PRIMARY KEY,
    ward_code TEXT NOT NULL,
    area_id TEXT NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('created', 'counted', 'ended', 'amended', 'voided')),
    actor TEXT NOT NULL,
    occurred_at TIMESTAMP NOT NULL,
    posted_at TIMESTAMP,
    recorded_at TIMESTAMP NOT NULL,
    note TEXT NOT NULL,
    corrects BIGINT,
    batch_id TEXT,
    code TEXT,
    name TEXT,
    area_kind TEXT,
    households INTEGER,
    seal TEXT NOT NULL,
    CHECK (occurred_at <= recorded_at),
    CHECK (posted_at <= occurred_at)
);

CREATE TABLE store."area" (
    area_id TEXT PRIMARY KEY,
    ward_code TEXT NOT NULL,
    code TEXT,
    name TEXT,
    area_kind TEXT,
    households INTEGER,
    created_at TIMESTAMP,
    ended_at TIMESTAMP,
    state TEXT NOT NULL,
    opened_at TIMESTAMP NOT NULL,
    first_posted_at TIMESTAMP,
    entered_at TIMESTAMP NOT NULL,
    entry_batch TEXT,
    changed_at TIMESTAMP NOT NULL,
    last_event_id BIGINT NOT NULL
);

CREATE TABLE store.group_event (
    event_id BIGINT PRIMARY KEY,
    ward_code TEXT NOT NULL,
    group_id TEXT NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('established', 'ended', 'amended', 'voided')),
    actor TEXT NOT NULL,
    occurred_at TIMESTAMP NOT NULL,
    posted_at TIMESTAMP,
    recorded_at TIMESTAMP NOT NULL,
    note TEXT NOT NULL,
    corrects BIGINT,
    batch_id TEXT,
    external_code TEXT,
    name TEXT,
    purpose TEXT,
    area_id TEXT,
    assigned TEXT,
    seal TEXT NOT NULL,
    CHECK (occurred_at <= recorded_at),
    CHECK (posted_at <= occurred_at)
);

CREATE TABLE store."group" (
    group_id TEXT PRIMARY KEY,
    ward_code TEXT NOT NULL,
    external_code TEXT,
    name TEXT,
    purpose TEXT,
    area_id TEXT,
    assigned TEXT,
    established_at TIMESTAMP,
    ended_at TIMESTAMP,
    state TEXT NOT NULL,
    opened_at TIMESTAMP NOT NULL,
    first_posted_at TIMESTAMP,
    entered_at TIMESTAMP NOT NULL,
    entry_batch TEXT,
    changed_at TIMESTAMP NOT NULL,
    last_event_id BIGINT NOT NULL
);

CREATE TABLE store.member_event (
    event_id BIGINT PRIMARY KEY,
    ward_code TEXT NOT NULL,
    member_id TEXT NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('joined', 'left', 'amended', 'voided')),
    actor TEXT NOT NULL,
    occurred_at TIMESTAMP NOT NULL,
    posted_at TIMESTAMP,
    recorded_at TIMESTAMP NOT NULL,
    note TEXT NOT NULL,
    corrects BIGINT,
    batch_id TEXT,
    external_code TEXT,
    group_id TEXT,
    area_id TEXT,
    household TEXT,
    full_name TEXT,
    zalo_name TEXT,
    phone TEXT,
    role TEXT,
    position TEXT,
    name_status TEXT,
    seal TEXT NOT NULL,
    CHECK (occurred_at <= recorded_at),
    CHECK (posted_at <= occurred_at)
);

CREATE TABLE store."member" (
    member_id TEXT PRIMARY KEY,
    ward_code TEXT NOT NULL,
    external_code TEXT,
    group_id TEXT,
    area_id TEXT,
    household TEXT,
    full_name TEXT,
    zalo_name TEXT,
    phone TEXT,
    role TEXT,
    position TEXT,
    name_status TEXT,
    joined_at TIMESTAMP,
    left_at TIMESTAMP,
    state TEXT NOT NULL,
    opened_at TIMESTAMP NOT NULL,
    first_posted_at TIMESTAMP,
    entered_at TIMESTAMP NOT NULL,
    entry_batch TEXT,
    changed_at TIMESTAMP NOT NULL,
    last_event_id BIGINT NOT NULL
);

CREATE TABLE store.post_event (
    event_id BIGINT PRIMARY KEY,
    ward_code TEXT NOT NULL,
    post_id TEXT NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('proposed', 'amended', 'verified', 'returned', 'approved', 'published', 'detected', 'removed', 'pinned', 'reactions_sampled', 'voided')),
    actor TEXT NOT NULL,
    occurred_at TIMESTAMP NOT NULL,
    posted_at TIMESTAMP,
    recorded_at TIMESTAMP NOT NULL,
    note TEXT NOT NULL,
    corrects BIGINT,
    batch_id TEXT,
    external_code TEXT,
    group_id TEXT,
    title TEXT,
    body TEXT,
    content TEXT,
    source TEXT,
    form TEXT,
    proposer_role TEXT,
    foreign_text BOOLEAN,
    translated BOOLEAN,
    text_standard BOOLEAN,
    removal_clause TEXT,
    pinned_by_role TEXT,
    reactions INTEGER,
    seal TEXT NOT NULL,
    CHECK (occurred_at <= recorded_at),
    CHECK (posted_at <= occurred_at)
);

CREATE TABLE store."post" (
    post_id TEXT PRIMARY KEY,
    ward_code TEXT NOT NULL,
    external_code TEXT,
    group_id TEXT,
    title TEXT,
    body TEXT,
    content TEXT,
    source TEXT,
    form TEXT,
    proposer_role TEXT,
    foreign_text BOOLEAN,
    translated BOOLEAN,
    text_standard BOOLEAN,
    removal_clause TEXT,
    pinned_by_role TEXT,
    reactions INTEGER,
    proposed_at TIMESTAMP,
    verified_at TIMESTAMP,
    approved_at TIMESTAMP,
    published_at TIMESTAMP,
    detected_at TIMESTAMP,
    removed_at TIMESTAMP,
    pinned_at TIMESTAMP,
    verifications BIGINT NOT NULL,
    returns BIGINT NOT NULL,
    state TEXT NOT NULL,
    opened_at TIMESTAMP NOT NULL,
    first_posted_at TIMESTAMP,
    entered_at TIMESTAMP NOT NULL,
    entry_batch TEXT,
    changed_at TIMESTAMP NOT NULL,
    last_event_id BIGINT NOT NULL
);

CREATE TABLE store.tip_event (
    event_id BIGINT PRIMARY KEY,
    ward_code TEXT NOT NULL,
    tip_id TEXT NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('received', 'amended', 'classified', 'urgent_reported', 'written_up', 'registered', 'transferred', 'resolved', 'replied', 'reopened', 'voided')),
    actor TEXT NOT NULL,
    occurred_at TIMESTAMP NOT NULL,
    posted_at TIMESTAMP,
    recorded_at TIMESTAMP NOT NULL,
    note TEXT NOT NULL,
    corrects BIGINT,
    batch_id TEXT,
    external_code TEXT,
    channel TEXT,
    group_id TEXT,
    area_id TEXT,
    tip_kind TEXT,
    summary TEXT,
    urgent BOOLEAN,
    serious BOOLEAN,
    victim_under_18 BOOLEAN,
    valuable BOOLEAN,
    has_name BOOLEAN,
    has_address BOOLEAN,
    has_phone BOOLEAN,
    identity_refused BOOLEAN,
    refusal_reason TEXT,
    confidential BOOLEAN,
    incident_time TEXT,
    incident_place TEXT,
    basis TEXT,
    register_number TEXT,
    resolution TEXT,
    transferred_to TEXT,
    seal TEXT NOT NULL,
    CHECK (occurred_at <= recorded_at),
    CHECK (posted_at <= occurred_at)
);

CREATE TABLE store."tip" (
    tip_id TEXT PRIMARY KEY,
    ward_code TEXT NOT NULL,
    external_code TEXT,
    channel TEXT,
    group_id TEXT,
    area_id TEXT,
    tip_kind TEXT,
    summary TEXT,
    urgent BOOLEAN,
    serious BOOLEAN,
    victim_under_18 BOOLEAN,
    valuable BOOLEAN,
    has_name BOOLEAN,
    has_address BOOLEAN,
    has_phone BOOLEAN,
    identity_refused BOOLEAN,
    refusal_reason TEXT,
    confidential BOOLEAN,
    incident_time TEXT,
    incident_place TEXT,
    basis TEXT,
    register_number TEXT,
    resolution TEXT,
    transferred_to TEXT,
    received_at TIMESTAMP,
    classified_at TIMESTAMP,
    urgent_reported_at TIMESTAMP,
    written_up_at TIMESTAMP,
    registered_at TIMESTAMP,
    transferred_at TIMESTAMP,
    resolved_at TIMESTAMP,
    replied_at TIMESTAMP,
    reopenings BIGINT NOT NULL,
    state TEXT NOT NULL,
    opened_at TIMESTAMP NOT NULL,
    first_posted_at TIMESTAMP,
    entered_at TIMESTAMP NOT NULL,
    entry_batch TEXT,
    changed_at TIMESTAMP NOT NULL,
    last_event_id BIGINT NOT NULL
);

CREATE TABLE store.incident_event (
    event_id BIGINT PRIMARY KEY,
    ward_code TEXT NOT NULL,
    incident_id TEXT NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('opened', 'reported_to_province', 'resolved', 'amended', 'voided')),
    actor TEXT NOT NULL,
    occurred_at TIMESTAMP NOT NULL,
    posted_at TIMESTAMP,
    recorded_at TIMESTAMP NOT NULL,
    note TEXT NOT NULL,
    corrects BIGINT,
    batch_id TEXT,
    group_id TEXT,
    incident_kind TEXT,
    summary TEXT,
    needs_province BOOLEAN,
    seal TEXT NOT NULL,
    CHECK (occurred_at <= recorded_at),
    CHECK (posted_at <= occurred_at)
);

CREATE TABLE store."incident" (
    incident_id TEXT PRIMARY KEY,
    ward_code TEXT NOT NULL,
    group_id TEXT,
    incident_kind TEXT,
    summary TEXT,
    needs_province BOOLEAN,
    detected_at TIMESTAMP,
    reported_at TIMESTAMP,
    resolved_at TIMESTAMP,
    state TEXT NOT NULL,
    opened_at TIMESTAMP NOT NULL,
    first_posted_at TIMESTAMP,
    entered_at TIMESTAMP NOT NULL,
    entry_batch TEXT,
    changed_at TIMESTAMP NOT NULL,
    last_event_id BIGINT NOT NULL
);

CREATE TABLE store.suspension_event (
    event_id BIGINT PRIMARY KEY,
    ward_code TEXT NOT NULL,
    suspension_id TEXT NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('started', 'resumed', 'amended', 'voided')),
    actor TEXT NOT NULL,
    occurred_at TIMESTAMP NOT NULL,
    posted_at TIMESTAMP,
    recorded_at TIMESTAMP NOT NULL,
    note TEXT NOT NULL,
    corrects BIGINT,
    batch_id TEXT,
    group_id TEXT,
    authority TEXT,
    reason TEXT,
    seal TEXT NOT NULL,
    CHECK (occurred_at <= recorded_at),
    CHECK (posted_at <= occurred_at)
);

CREATE TABLE store."suspension" (
    suspension_id TEXT PRIMARY KEY,
    ward_code TEXT NOT NULL,
    group_id TEXT,
    authority TEXT,
    reason TEXT,
    started_at TIMESTAMP,
    resumed_at TIMESTAMP,
    state TEXT NOT NULL,
    opened_at TIMESTAMP NOT NULL,
    first_posted_at TIMESTAMP,
    entered_at TIMESTAMP NOT NULL,
    entry_batch TEXT,
    changed_at TIMESTAMP NOT NULL,
    last_event_id BIGINT NOT NULL
);

CREATE TABLE store.proposal_event (
    event_id BIGINT PRIMARY KEY,
    ward_code TEXT NOT NULL,
    proposal_id TEXT NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('raised', 'forwarded', 'decided', 'amended', 'voided')),
    actor TEXT NOT NULL,
    occurred_at TIMESTAMP NOT NULL,
    posted_at TIMESTAMP,
    recorded_at TIMESTAMP NOT NULL,
    note TEXT NOT NULL,
    corrects BIGINT,
    batch_id TEXT,
    clause TEXT,
    summary TEXT,
    decision TEXT,
    seal TEXT NOT NULL,
    CHECK (occurred_at <= recorded_at),
    CHECK (posted_at <= occurred_at)
);

CREATE TABLE store."proposal" (
    proposal_id TEXT PRIMARY KEY,
    ward_code TEXT NOT NULL,
    clause TEXT,
    summary TEXT,
    decision TEXT,
    raised_at TIMESTAMP,
    forwarded_at TIMESTAMP,
    decided_at TIMESTAMP,
    state TEXT NOT NULL,
    opened_at TIMESTAMP NOT NULL,
    first_posted_at TIMESTAMP,
    entered_at TIMESTAMP NOT NULL,
    entry_batch TEXT,
    changed_at TIMESTAMP NOT NULL,
    last_event_id BIGINT NOT NULL
);

CREATE TABLE store.duty_check_event (
    event_id BIGINT PRIMARY KEY,
    ward_code TEXT NOT NULL,
    duty_check_id TEXT NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('recorded', 'amended', 'voided')),
    actor TEXT NOT NULL,
    occurred_at TIMESTAMP NOT NULL,
    posted_at TIMESTAMP,
    recorded_at TIMESTAMP NOT NULL,
    note TEXT NOT NULL,
    corrects BIGINT,
    batch_id TEXT,
    officer TEXT,
    messages INTEGER,
    seal TEXT NOT NULL,
    CHECK (occurred_at <= recorded_at),
    CHECK (posted_at <= occurred_at)
);

CREATE TABLE store."duty_check" (
    duty_check_id TEXT PRIMARY KEY,
    ward_code TEXT NOT NULL,
    officer TEXT,
    messages INTEGER,
    happened_at TIMESTAMP,
    state TEXT NOT NULL,
    opened_at TIMESTAMP NOT NULL,
    first_posted_at TIMESTAMP,
    entered_at TIMESTAMP NOT NULL,
    entry_batch TEXT,
    changed_at TIMESTAMP NOT NULL,
    last_event_id BIGINT NOT NULL
);

CREATE TABLE store.account_check_event (
    event_id BIGINT PRIMARY KEY,
    ward_code TEXT NOT NULL,
    account_check_id TEXT NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('recorded', 'amended', 'voided')),
    actor TEXT NOT NULL,
    occurred_at TIMESTAMP NOT NULL,
    posted_at TIMESTAMP,
    recorded_at TIMESTAMP NOT NULL,
    note TEXT NOT NULL,
    corrects BIGINT,
    batch_id TEXT,
    member_id TEXT,
    verified BOOLEAN,
    two_factor BOOLEAN,
    password_changed_on DATE,
    seal TEXT NOT NULL,
    CHECK (occurred_at <= recorded_at),
    CHECK (posted_at <= occurred_at)
);

CREATE TABLE store."account_check" (
    account_check_id TEXT PRIMARY KEY,
    ward_code TEXT NOT NULL,
    member_id TEXT,
    verified BOOLEAN,
    two_factor BOOLEAN,
    password_changed_on DATE,
    happened_at TIMESTAMP,
    state TEXT NOT NULL,
    opened_at TIMESTAMP NOT NULL,
    first_posted_at TIMESTAMP,
    entered_at TIMESTAMP NOT NULL,
    entry_batch TEXT,
    changed_at TIMESTAMP NOT NULL,
    last_event_id BIGINT NOT NULL
);

CREATE TABLE store.device_check_event (
    event_id BIGINT PRIMARY KEY,
    ward_code TEXT NOT NULL,
    device_check_id TEXT NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('recorded', 'amended', 'voided')),
    actor TEXT NOT NULL,
    occurred_at TIMESTAMP NOT NULL,
    posted_at TIMESTAMP,
    recorded_at TIMESTAMP NOT NULL,
    note TEXT NOT NULL,
    corrects BIGINT,
    batch_id TEXT,
    device TEXT,
    os_updated BOOLEAN,
    zalo_updated BOOLEAN,
    antivirus BOOLEAN,
    firewall BOOLEAN,
    licensed_software BOOLEAN,
    seal TEXT NOT NULL,
    CHECK (occurred_at <= recorded_at),
    CHECK (posted_at <= occurred_at)
);

CREATE TABLE store."device_check" (
    device_check_id TEXT PRIMARY KEY,
    ward_code TEXT NOT NULL,
    device TEXT,
    os_updated BOOLEAN,
    zalo_updated BOOLEAN,
    antivirus BOOLEAN,
    firewall BOOLEAN,
    licensed_software BOOLEAN,
    happened_at TIMESTAMP,
    state TEXT NOT NULL,
    opened_at TIMESTAMP NOT NULL,
    first_posted_at TIMESTAMP,
    entered_at TIMESTAMP NOT NULL,
    entry_batch TEXT,
    changed_at TIMESTAMP NOT NULL,
    last_event_id BIGINT NOT NULL
);

CREATE TABLE store.commendation_event (
    event_id BIGINT PRIMARY KEY,
    ward_code TEXT NOT NULL,
    commendation_id TEXT NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('recorded', 'amended', 'voided')),
    actor TEXT NOT NULL,
    occurred_at TIMESTAMP NOT NULL,
    posted_at TIMESTAMP,
    recorded_at TIMESTAMP NOT NULL,
    note TEXT NOT NULL,
    corrects BIGINT,
    batch_id TEXT,
    recipient TEXT,
    collective BOOLEAN,
    form TEXT,
    reason TEXT,
    seal TEXT NOT NULL,
    CHECK (occurred_at <= recorded_at),
    CHECK (posted_at <= occurred_at)
);

CREATE TABLE store."commendation" (
    commendation_id TEXT PRIMARY KEY,
    ward_code TEXT NOT NULL,
    recipient TEXT,
    collective BOOLEAN,
    form TEXT,
    reason TEXT,
    happened_at TIMESTAMP,
    state TEXT NOT NULL,
    opened_at TIMESTAMP NOT NULL,
    first_posted_at TIMESTAMP,
    entered_at TIMESTAMP NOT NULL,
    entry_batch TEXT,
    changed_at TIMESTAMP NOT NULL,
    last_event_id BIGINT NOT NULL
);

CREATE TABLE store.violation_event (
    event_id BIGINT PRIMARY KEY,
    ward_code TEXT NOT NULL,
    violation_id TEXT NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('recorded', 'amended', 'voided')),
    actor TEXT NOT NULL,
    occurred_at TIMESTAMP NOT NULL,
    posted_at TIMESTAMP,
    recorded_at TIMESTAMP NOT NULL,
    note TEXT NOT NULL,
    corrects BIGINT,
    batch_id TEXT,
    member_id TEXT,
    clause TEXT,
    summary TEXT,
    handling TEXT,
    seal TEXT NOT NULL,
    CHECK (occurred_at <= recorded_at),
    CHECK (posted_at <= occurred_at)
);

CREATE TABLE store."violation" (
    violation_id TEXT PRIMARY KEY,
    ward_code TEXT NOT NULL,
    member_id TEXT,
    clause TEXT,
    summary TEXT,
    handling TEXT,
    happened_at TIMESTAMP,
    state TEXT NOT NULL,
    opened_at TIMESTAMP NOT NULL,
    first_posted_at TIMESTAMP,
    entered_at TIMESTAMP NOT NULL,
    entry_batch TEXT,
    changed_at TIMESTAMP NOT NULL,
    last_event_id BIGINT NOT NULL
);

CREATE TABLE store.area_alias (
    area_id TEXT NOT NULL,
    ward_code TEXT NOT NULL,
    alias TEXT NOT NULL,
    valid_from DATE,
    valid_to DATE,
    PRIMARY KEY (area_id, alias)
);

-- Who sent a tip; apart from the tip, read only by the functions that mask or reveal it.
CREATE TABLE store.tip_informant (
    tip_id TEXT PRIMARY KEY,
    ward_code TEXT NOT NULL,
    name TEXT NOT NULL,
    address TEXT NOT NULL,
    phone TEXT NOT NULL,
    identity_number TEXT NOT NULL,
    recorded_at TIMESTAMP NOT NULL,
    actor TEXT NOT NULL
);

-- What was erased under a retention rule: event 0 stands for the informant of a tip.
CREATE TABLE store.erasure (
    subject TEXT NOT NULL,
    thing_id TEXT NOT NULL,
    event_id BIGINT NOT NULL,
    remainder_seal TEXT NOT NULL,
    reason TEXT NOT NULL,
    erased_at TIMESTAMP NOT NULL,
    actor TEXT NOT NULL,
    PRIMARY KEY (subject, thing_id, event_id)
);

CREATE TABLE store.user_account (
    user_id TEXT PRIMARY KEY,
    ward_code TEXT NOT NULL,
    name TEXT NOT NULL,
    role TEXT NOT NULL,
    password_hash TEXT NOT NULL,
    active BOOLEAN NOT NULL,
    created_at TIMESTAMP NOT NULL
);

CREATE TABLE store.audit_entry (
    entry_id BIGINT PRIMARY KEY,
    audited_at TIMESTAMP NOT NULL,
    actor TEXT NOT NULL,
    action TEXT NOT NULL,
    subject TEXT NOT NULL,
    subject_id TEXT NOT NULL,
    detail TEXT NOT NULL,
    seal TEXT NOT NULL
);

CREATE TABLE store.setting (
    key TEXT PRIMARY KEY,
    ward_code TEXT NOT NULL,
    value TEXT NOT NULL,
    changed_at TIMESTAMP NOT NULL,
    actor TEXT NOT NULL
);

CREATE TABLE store.import_batch (
    batch_id TEXT PRIMARY KEY,
    ward_code TEXT NOT NULL,
    kind TEXT NOT NULL,
    file_name TEXT NOT NULL,
    file_sha256 TEXT NOT NULL,
    rows_read INTEGER NOT NULL,
    created INTEGER NOT NULL,
    changed INTEGER NOT NULL,
    unchanged INTEGER NOT NULL,
    imported_at TIMESTAMP NOT NULL,
    actor TEXT NOT NULL
);
