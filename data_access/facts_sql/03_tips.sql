CREATE OR REPLACE MACRO tip_facts(as_of, known_at) AS TABLE
    WITH tips AS (
        SELECT tip_id, external_code, channel, nullif(group_id, '') AS group_id, nullif(area_id, '') AS area_id,
            coalesce(nullif(tip_kind, ''), 'other') AS tip_kind, coalesce(summary, '') AS summary,
            coalesce(urgent, false) AS urgent, coalesce(serious, false) AS serious,
            coalesce(victim_under_18, false) AS victim_under_18, coalesce(valuable, false) AS valuable,
            coalesce(identity_refused, false) AS identity_refused, coalesce(refusal_reason, '') AS refusal_reason,
            coalesce(has_name, false) AS has_name, coalesce(has_address, false) AS has_address,
            coalesce(has_phone, false) AS has_phone, coalesce(confidential, false) AS confidential,
            coalesce(incident_time, '') AS incident_time, coalesce(incident_place, '') AS incident_place,
            coalesce(basis, '') AS basis, coalesce(register_number, '') AS register_number,
            nullif(resolution, '') AS resolution, nullif(transferred_to, '') AS transferred_to,
            first_posted_at AS posted_at, received_at, classified_at, urgent_reported_at, written_up_at,
            registered_at, transferred_at, resolved_at, replied_at, reopenings, state, first_entered_at AS entered_at,
            imported
        FROM tip_fold(as_of, known_at)
        -- When it was first entered and from where, whatever was corrected since.
        JOIN (
            SELECT tip_id, min(recorded_at) AS first_entered_at, arg_min(batch_id IS NOT NULL, event_id) AS imported
            FROM store.tip_event WHERE recorded_at <= known_at GROUP BY tip_id
        ) USING (tip_id)
    ), classed AS (
        SELECT *, tip_kind IN ('denunciation', 'crime_report') AS crime,
            CASE WHEN serious OR victim_under_18 THEN 'crime_serious' ELSE 'crime_ordinary' END AS transfer_class
        FROM tips
    ), clocks AS (
        SELECT t.*,
            due_at(t.received_at, c.amount, c.unit) AS classification_due,
            due_at(t.posted_at, p.amount, p.unit) AS classification_strict_due,
            due_at(t.received_at, f.amount, f.unit) AS transfer_due,
            due_at(t.received_at, u.amount, u.unit) AS urgent_report_due
        FROM classed t
        LEFT JOIN deadline_rule c ON c.duty = 'classification' AND c.applies = 'all'
            AND t.received_at >= c.starts_at AND t.received_at < c.ends_at
        LEFT JOIN deadline_rule p ON p.duty = 'classification_strict' AND p.applies = 'all'
            AND t.posted_at >= p.starts_at AND t.posted_at < p.ends_at
        LEFT JOIN deadline_rule f ON f.duty = 'transfer' AND t.crime AND f.applies = t.transfer_class
            AND t.received_at >= f.starts_at AND t.received_at < f.ends_at
        LEFT JOIN deadline_rule u ON u.duty = 'urgent_report' AND t.urgent AND u.applies = 'urgent'
            AND t.received_at >= u.starts_at AND t.received_at < u.ends_at
    )
    SELECT * REPLACE (
            -- A crime tip that the ward settled itself within the term never had to be handed over.
            CASE WHEN transferred_at IS NULL AND resolved_at <= transfer_due THEN NULL ELSE transfer_due END AS transfer_due
        ),
        outcome(classified_at, classification_due, as_of) AS classification,
        outcome(classified_at, classification_strict_due, as_of) AS classification_strict,
        CASE WHEN transferred_at IS NULL AND resolved_at <= transfer_due THEN NULL
            ELSE outcome(coalesce(transferred_at, resolved_at), transfer_due, as_of) END AS transfer,
        outcome(urgent_reported_at, urgent_report_due, as_of) AS urgent_report,
        date_diff('second', posted_at, received_at) / 60 AS detection_minutes,
        date_diff('second', received_at, coalesce(classified_at, as_of)) / 60 AS classification_minutes,
        date_diff('second', received_at, coalesce(urgent_reported_at, as_of)) / 60 AS urgent_minutes,
        date_diff('second', received_at, coalesce(replied_at, as_of)) / 60 AS reply_minutes,
        date_diff('second', received_at, entered_at) / 3600 AS entry_lag_hours,
        has_phone OR has_address AS has_contact,
        is_off_hours(received_at) AS off_hours,
        summary <> '' AND (has_name AND has_address AND has_phone OR identity_refused AND refusal_reason <> '')
            AND (NOT crime OR incident_time <> '' AND incident_place <> '' AND basis <> '') AS complete_content
    FROM clocks;
