-- One row per stay in a group: a member who left and came back has two.
CREATE OR REPLACE MACRO member_stays(as_of, known_at) AS TABLE
    WITH stays AS (
        SELECT member_id, occurred_at AS joined_at, kind, lead(occurred_at) OVER (PARTITION BY member_id ORDER BY ord) AS left_at
        FROM member_effective(as_of, known_at)
        WHERE kind IN ('joined', 'left')
        QUALIFY kind = 'joined'
    )
    SELECT m.member_id, m.external_code, nullif(m.group_id, '') AS group_id, nullif(m.area_id, '') AS area_id,
        nullif(m.household, '') AS household, m.full_name, m.zalo_name, m.role, m.position, m.name_status,
        s.joined_at, s.left_at
    FROM stays s
    JOIN member_fold(as_of, known_at) m USING (member_id);

CREATE OR REPLACE MACRO member_facts(as_of, known_at) AS TABLE
    WITH checks AS (
        SELECT member_id,
            arg_max(verified, happened_at) AS verified,
            arg_max(two_factor, happened_at) AS two_factor,
            max(password_changed_on) AS password_changed_on,
            max(happened_at) AS checked_at
        FROM account_check_fold(as_of, known_at)
        GROUP BY member_id
    )
    SELECT s.*, s.role IN ('leader', 'deputy') AS is_admin, coalesce(c.verified, false) AS verified,
        coalesce(c.two_factor, false) AS two_factor, c.password_changed_on, c.checked_at
    FROM member_stays(as_of, known_at) s
    LEFT JOIN checks c USING (member_id);

CREATE OR REPLACE MACRO group_facts(as_of, known_at) AS TABLE
    SELECT g.group_id, g.external_code, g.name, g.purpose, g.assigned, nullif(g.area_id, '') AS area_id,
        g.established_at, g.ended_at,
        coalesce(g.name, '') <> '' AND coalesce(g.purpose, '') <> '' AND coalesce(g.assigned, '') <> '' AS registered,
        coalesce(m.members, 0) AS members
    FROM group_fold(as_of, known_at) g
    LEFT JOIN (
        SELECT group_id, count(*) AS members FROM member_stays(as_of, known_at) WHERE left_at IS NULL GROUP BY group_id
    ) m USING (group_id);

CREATE OR REPLACE MACRO area_facts(as_of, known_at) AS TABLE
    SELECT a.area_id, a.code, a.name, a.created_at, a.ended_at, coalesce(a.households, 0) AS households,
        coalesce(m.households_reached, 0) AS households_reached, coalesce(m.members, 0) AS members
    FROM area_fold(as_of, known_at) a
    LEFT JOIN (
        SELECT area_id, count(DISTINCT household) AS households_reached, count(*) AS members
        FROM member_stays(as_of, known_at) WHERE left_at IS NULL GROUP BY area_id
    ) m USING (area_id);
