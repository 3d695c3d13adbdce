-- A synthesis is a draft until it is published; reopened, with a reason, it is one again.
create table synthesis_publication (
  id uuid primary key,
  forum_id uuid not null references forums_forum,
  cycle_id uuid not null references forums_cycle,
  number integer not null,
  published_at timestamptz(3) not null,
  reopened_at timestamptz(3),
  reopened_for text,
  unique (cycle_id, number)
);
create unique index synthesis_publication_one on synthesis_publication (cycle_id) where reopened_at is null;

-- A round of the right of correction: until a day, anywhere on earth.
create table synthesis_round (
  id uuid primary key,
  forum_id uuid not null references forums_forum,
  cycle_id uuid not null references forums_cycle,
  number integer not null,
  opened_at timestamptz(3) not null,
  closes_on date not null,
  unique (cycle_id, number)
);

-- What one person gets in a round: by mail where an address is known, else as a letter to be printed.
create table synthesis_digest (
  id uuid primary key,
  round_id uuid not null references synthesis_round,
  position integer not null,
  by_mail boolean not null,
  unique (round_id, position)
);

-- One sentence put before one contribution's sender, as it was worded then, with what was said to it. Silence is null, and stays null.
create table synthesis_correction (
  id uuid primary key,
  cycle_id uuid not null references forums_cycle,
  round_id uuid not null references synthesis_round,
  digest_id uuid not null references synthesis_digest,
  contribution_id uuid not null references contributions_contribution,
  finding_id uuid not null references synthesis_finding,
  statement text not null,
  verdict text,
  reason text,
  said_at timestamptz(3),
  settlement text,
  settled_reason text,
  settled_at timestamptz(3),
  unique (round_id, contribution_id, finding_id)
);
create index synthesis_correction_cycle on synthesis_correction (cycle_id);
create index synthesis_correction_digest on synthesis_correction (digest_id);
create index synthesis_correction_contribution on synthesis_correction (contribution_id);
