-- Aggregate counts per source, region and day, with every earlier figure kept (known_from, known_to).

create table count_sources (
  name text primary key,
  rank integer not null,
  created_at timestamptz not null
);
comment on table count_sources is 'Who reports counts. Where several tell of one region, the lowest rank is used.';

create table case_counts (
  id uuid primary key,
  source text not null references count_sources (name),
  region_code text not null,
  region_path text collate "C" not null,
  level text not null check (level in ('province', 'city', 'county', 'town')),
  scope text not null check (scope in ('whole', 'unplaced')),
  counted_on date not null,
  confirmed integer not null,
  imported integer,
  version integer not null,
  known_from timestamptz not null,
  known_to timestamptz,
  known_by text not null,
  reason text,
  batch_id uuid
);
comment on table case_counts is 'New confirmed cases of one region on one day as a source told them. A correction closes the figure and adds a version; nothing is overwritten. No personal data.';
comment on column case_counts.scope is 'whole: every case of the region. unplaced: cases of the region that belong to none of its parts, e.g. a development zone that is no division.';
comment on column case_counts.confirmed is 'Net new cases of the day; negative only as a stated correction of earlier days.';
comment on column case_counts.imported is 'Of which imported; null when the source does not say.';
comment on column case_counts.known_to is 'Null for the figure that holds now.';
comment on column case_counts.batch_id is 'Import that wrote this version; null when a person did.';

create unique index case_counts_current on case_counts (source, region_code, scope, counted_on) where known_to is null;
create unique index case_counts_versions on case_counts (region_code, counted_on, source, scope, version);
create index case_counts_by_day on case_counts (counted_on desc, id desc) where known_to is null;
create index case_counts_by_place on case_counts (region_path, counted_on);
create index case_counts_by_batch on case_counts (batch_id) where batch_id is not null;

alter table case_counts enable row level security;
create policy case_counts_within_jurisdiction on case_counts to wuse_app
  using (region_path ^@ any ((select wuse_scopes())::text[]))
  with check (region_path ^@ any ((select wuse_scopes())::text[]));

grant select, insert, update on count_sources to wuse_app;
grant select, insert, update on case_counts to wuse_app;
