-- One row per finished day since the regulation took effect; `run` is how many days in a row, up to this one, had no post.
CREATE OR REPLACE MACRO day_facts(as_of, known_at) AS TABLE
    WITH days AS (
        SELECT unnest(generate_series(DATE '2025-09-25', as_of::DATE - 1, INTERVAL 1 DAY))::TIMESTAMP AS day
    ), counted AS (
        SELECT d.day, coalesce(p.posts, 0) AS posts, coalesce(c.checks, 0) AS checks,
            isodow(d.day) > 5 OR d.day::DATE IN (SELECT day FROM day_off) AS is_day_off
        FROM days d
        LEFT JOIN (SELECT date_trunc('day', published_at) AS day, count(*) AS posts
            FROM post_fold(as_of, known_at) GROUP BY 1) p ON p.day = d.day
        LEFT JOIN (SELECT date_trunc('day', happened_at) AS day, count(*) AS checks
            FROM duty_check_fold(as_of, known_at) GROUP BY 1) c ON c.day = d.day
    )
    SELECT *, date_diff('day', coalesce(max(CASE WHEN posts > 0 THEN day END) OVER (ORDER BY day),
            TIMESTAMP '2025-09-24'), day) AS run
    FROM counted;

CREATE OR REPLACE MACRO incident_facts(as_of, known_at) AS TABLE
    SELECT i.* REPLACE (nullif(i.group_id, '') AS group_id), coalesce(needs_province, false) AS must_report,
        date_diff('second', detected_at, coalesce(resolved_at, as_of)) / 60 AS resolution_minutes
    FROM incident_fold(as_of, known_at) i;

CREATE OR REPLACE MACRO device_check_facts(as_of, known_at) AS TABLE
    SELECT *, os_updated AND zalo_updated AND antivirus AND firewall AND licensed_software AS passed
    FROM device_check_fold(as_of, known_at);

CREATE OR REPLACE MACRO commendation_facts(as_of, known_at) AS TABLE
    SELECT commendation_id, recipient, coalesce(collective, false) AS collective, form, reason, happened_at
    FROM commendation_fold(as_of, known_at);

CREATE OR REPLACE MACRO violation_facts(as_of, known_at) AS TABLE
    SELECT violation_id, nullif(clause, '') AS clause, summary, nullif(handling, '') AS handling, happened_at
    FROM violation_fold(as_of, known_at);

CREATE OR REPLACE MACRO proposal_facts(as_of, known_at) AS TABLE
    SELECT proposal_id, clause, summary, decision, raised_at, forwarded_at, decided_at, state
    FROM proposal_fold(as_of, known_at);
