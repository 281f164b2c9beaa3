-- Who, besides the leadership, may see the identity behind a tip whose informant asked for secrecy. One row per tip and
-- account; the grant and its withdrawal are also in the audit log.
CREATE TABLE store.confidence_grant (
    tip_id TEXT NOT NULL,
    account_id TEXT NOT NULL,
    ward_code TEXT NOT NULL,
    reason TEXT NOT NULL,
    granted_at TIMESTAMP NOT NULL,
    granted_by TEXT NOT NULL,
    withdrawn_at TIMESTAMP,
    PRIMARY KEY (tip_id, account_id)
);
