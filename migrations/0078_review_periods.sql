-- Periods of reviews: the zone in which their last day ends (null: anywhere on earth), whether they close by themselves, and every
-- earlier date with the reason for the change.
alter table review_review
  add column zone text,
  add column closes_by_itself boolean not null default false;
create table review_extension (
  review_id uuid not null references review_review,
  sequence integer not null,
  earlier date not null,
  closes_on date not null,
  reason text not null,
  extended_at timestamptz(3) not null,
  primary key (review_id, sequence)
);
