CREATE OR REPLACE MACRO due_at(start, amount, unit) AS
    CASE unit
        WHEN 'minutes' THEN start + to_minutes(amount)
        WHEN 'hours' THEN start + to_hours(amount)
        WHEN 'days' THEN date_trunc('day', start) + to_days(amount + 1)
    END;

CREATE OR REPLACE MACRO outcome(done, due, as_of) AS
    CASE
        WHEN due IS NULL THEN NULL
        WHEN done <= due THEN 'on_time'
        WHEN done IS NOT NULL THEN 'late'
        WHEN as_of > due THEN 'overdue'
        ELSE 'pending'
    END;

-- Weekends, unless worked in exchange for another day, and public holidays.
CREATE OR REPLACE MACRO is_off_day(moment) AS
    isodow(moment) > 5 AND moment::DATE NOT IN (SELECT day FROM day_worked)
    OR moment::DATE IN (SELECT day FROM day_off);

-- Office hours: working days, 7:00 to 11:30 and 13:30 to 17:00.
CREATE OR REPLACE MACRO is_off_hours(moment) AS
    is_off_day(moment)
    OR NOT (moment::TIME >= TIME '07:00' AND moment::TIME < TIME '11:30'
            OR moment::TIME >= TIME '13:30' AND moment::TIME < TIME '17:00');
