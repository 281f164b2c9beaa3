-- Accounts of the people who sign in, their second factor, sessions and one-time links. Of tokens and codes only hashes.
DROP TABLE store.user_account;

-- `login` is kept unique by the commands, one write at a time.
CREATE TABLE store.account (
    account_id TEXT PRIMARY KEY,
    ward_code TEXT NOT NULL,
    login TEXT NOT NULL,
    full_name TEXT NOT NULL,
    role TEXT NOT NULL,
    group_ids TEXT[] NOT NULL,
    phone TEXT NOT NULL,
    email TEXT NOT NULL,
    birthday DATE,
    identity_number TEXT NOT NULL,
    password_hash TEXT NOT NULL,
    password_changed_at TIMESTAMP,
    totp_secret TEXT NOT NULL,
    totp_last_step BIGINT NOT NULL,
    active BOOLEAN NOT NULL,
    created_at TIMESTAMP NOT NULL
);

CREATE TABLE store.recovery_code (
    account_id TEXT NOT NULL,
    code_hash TEXT NOT NULL,
    used_at TIMESTAMP,
    PRIMARY KEY (account_id, code_hash)
);

CREATE TABLE store.session (
    token_hash TEXT PRIMARY KEY,
    account_id TEXT NOT NULL,
    created_at TIMESTAMP NOT NULL,
    seen_at TIMESTAMP NOT NULL,
    ended_at TIMESTAMP
);

-- One-time links. The password and the secret chosen with one take effect together, when a code has confirmed them.
CREATE TABLE store.invitation (
    token_hash TEXT PRIMARY KEY,
    account_id TEXT NOT NULL,
    created_at TIMESTAMP NOT NULL,
    expires_at TIMESTAMP NOT NULL,
    password_hash TEXT NOT NULL,
    totp_secret TEXT NOT NULL,
    used_at TIMESTAMP
);
