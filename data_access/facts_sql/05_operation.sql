-- One row per finished day since the regulation took effect and the ward began (a store with nothing in it has none);
-- `run` is how many days in a row, up to this one, had no post.
CREATE OR REPLACE MACRO day_facts(as_of, known_at) AS TABLE
    WITH beginnings AS (
        SELECT min(established_at) AS began_at FROM group_fold(as_of, known_at)
        UNION ALL SELECT min(published_at) FROM post_fold(as_of, known_at)
        UNION ALL SELECT min(received_at) FROM tip_fold(as_of, known_at)
        UNION ALL SELECT min(happened_at) FROM duty_check_fold(as_of, known_at)
    ), first_day AS (
        SELECT greatest(DATE '2025-09-25', min(began_at)::DATE) AS first_day FROM beginnings HAVING min(began_at) IS NOT NULL
    ), days AS (
        SELECT unnest(generate_series(first_day, as_of::DATE - 1, INTERVAL 1 DAY))::TIMESTAMP AS day, first_day
        FROM first_day
    ), counted AS (
        SELECT d.day, d.first_day, coalesce(p.posts, 0) AS posts, coalesce(c.checks, 0) AS checks,
            is_off_day(d.day) AS is_day_off
        FROM days d
        LEFT JOIN (SELECT date_trunc('day', published_at) AS day, count(*) AS posts
            FROM post_fold(as_of, known_at) GROUP BY 1) p ON p.day = d.day
        LEFT JOIN (SELECT date_trunc('day', happened_at) AS day, count(*) AS checks
            FROM duty_check_fold(as_of, known_at) GROUP BY 1) c ON c.day = d.day
    )
    SELECT * EXCLUDE (first_day), date_diff('day', coalesce(max(CASE WHEN posts > 0 THEN day END) OVER (ORDER BY day),
            (first_day - 1)::TIMESTAMP), day) AS run
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
