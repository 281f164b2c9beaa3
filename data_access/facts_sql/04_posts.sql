CREATE OR REPLACE MACRO post_facts(as_of, known_at) AS TABLE
    WITH posts AS (SELECT *, nullif(group_id, '') AS in_group FROM post_fold(as_of, known_at)),
    audiences AS (
        SELECT p.post_id, count(*) AS audience
        FROM posts p
        JOIN member_stays(as_of, known_at) m
            ON m.joined_at <= p.published_at AND (m.left_at IS NULL OR m.left_at > p.published_at)
            AND (p.in_group IS NULL OR p.in_group = m.group_id)
        WHERE p.reactions IS NOT NULL
        GROUP BY p.post_id
    )
    SELECT p.post_id, p.external_code, p.in_group AS group_id, nullif(g.area_id, '') AS area_id,
        coalesce(p.title, '') AS title, nullif(p.content, '') AS content, nullif(p.source, '') AS source,
        nullif(p.form, '') AS form, p.proposed_at, p.verified_at, p.approved_at, p.published_at, p.detected_at,
        p.removed_at, p.pinned_at, p.verifications, p.returns, p.state,
        coalesce(p.proposed_at <= p.verified_at AND p.verified_at <= p.approved_at AND p.approved_at <= p.published_at, false)
            AS reviewed,
        nullif(p.removal_clause, '') AS removal_clause, nullif(p.pinned_by_role, '') AS pinned_by_role,
        p.text_standard, coalesce(p.foreign_text, false) AS foreign_text, coalesce(p.translated, false) AS translated,
        p.reactions, a.audience,
        date_diff('second', p.proposed_at, coalesce(p.published_at, as_of)) / 60 AS review_minutes,
        date_diff('second', p.detected_at, coalesce(p.removed_at, as_of)) / 60 AS removal_minutes
    FROM posts p
    LEFT JOIN group_fold(as_of, known_at) g ON g.group_id = p.in_group
    LEFT JOIN audiences a ON a.post_id = p.post_id;
