-- How many pictures stood in a file that came back: they are not taken from it, and whoever takes it is told.
alter table drafts_return add column pictures integer not null default 0 check (pictures >= 0);
