-- How often an import was begun: one that ends the process each time is given up.
alter table contributions_import add column tries integer not null default 0;
