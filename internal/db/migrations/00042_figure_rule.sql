-- Why: what must hold between figures is the cluster's to say, so it is data;
-- and the share of the country needs the country's figure with its source.

-- +goose Up
CREATE TABLE figure_rule (
    id           TEXT PRIMARY KEY,
    year_id      TEXT NOT NULL REFERENCES emulation_year (id),
    kind         TEXT NOT NULL CHECK (kind IN ('at_most', 'sum')),
    indicator_id TEXT NOT NULL REFERENCES indicator (id), -- the A of A ≤ B and of A = B + C
    tolerance    TEXT NOT NULL                            -- the difference that rounding may leave
);
CREATE INDEX figure_rule_year ON figure_rule (year_id);

CREATE TABLE figure_rule_part (
    rule_id      TEXT NOT NULL REFERENCES figure_rule (id),
    position     BIGINT NOT NULL,
    indicator_id TEXT NOT NULL REFERENCES indicator (id),
    PRIMARY KEY (rule_id, position)
);

CREATE TABLE national_figure (
    id           TEXT PRIMARY KEY,
    period_id    TEXT NOT NULL REFERENCES period (id),
    indicator_id TEXT NOT NULL REFERENCES indicator (id),
    value        TEXT NOT NULL,
    source       TEXT NOT NULL,
    source_url   TEXT NOT NULL,
    version      BIGINT NOT NULL,
    UNIQUE (period_id, indicator_id)
);
