-- What a generated annex of a final report was made of: its figures, and whom it counted. Names are looked up when it is shown.
alter table meetings_annex add column frozen jsonb;
