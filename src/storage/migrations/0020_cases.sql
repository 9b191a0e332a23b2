-- The line list of cases: the current version of each case, its superseded versions, declared clusters.

create table case_reports (
  id uuid primary key,
  source text not null,
  reference text collate "C",
  row_key text collate "C",
  region_code text not null,
  region_path text collate "C" not null,
  city_code text collate "C" generated always as (split_part(region_path, '/', 2)) stored,
  county_code text collate "C" generated always as (split_part(region_path, '/', 3)) stored,
  person_label text,
  sex text not null default 'unknown' check (sex in ('female', 'male', 'unknown')),
  age_years smallint check (age_years between 0 and 130),
  onset_on date,
  sampled_on date,
  reported_on date not null,
  confirmed_on date,
  outcome_on date,
  state text not null check (state in ('suspected', 'confirmed', 'asymptomatic', 'severe', 'recovered', 'dead', 'ruled-out')),
  origin text not null check (origin in ('local', 'imported', 'unknown')),
  places_visited text[] not null default '{}',
  unit_kind text check (unit_kind in ('household', 'workplace', 'site', 'school', 'hospital', 'transport', 'gathering', 'other')),
  unit_name text,
  cluster_id uuid,
  batch_id uuid,
  version integer not null,
  known_from timestamptz not null,
  known_by text not null,
  change text not null,
  change_reason text,
  check ((unit_kind is null) = (unit_name is null))
);
comment on table case_reports is 'Line list: the current version of each case. Personal data: masked name, sex, age; retention 24 months after the report, then the forget-persons job clears these and the reference. Written by the cases module.';
comment on column case_reports.source is 'Who keeps the number of the case; with reference it is the key across imports.';
comment on column case_reports.reference is 'Number of the case at its source.';
comment on column case_reports.row_key is 'Fingerprint of an imported row without a reference, so that a repeated import finds it again.';
comment on column case_reports.region_code is 'Town if known, else county: where the case is counted.';
comment on column case_reports.city_code is 'Second code of the path, so that lists of a city read one index in order.';
comment on column case_reports.county_code is 'Third code of the path, so that lists of a county read one index in order.';
comment on column case_reports.person_label is 'Family name and 某; the given name is never stored.';
comment on column case_reports.confirmed_on is 'Counted as a confirmed case on this day unless ruled out; null for suspected and asymptomatic.';
comment on column case_reports.outcome_on is 'Day of recovery, death or exclusion.';
comment on column case_reports.places_visited is 'Where an imported case had been; never where somebody comes from.';
comment on column case_reports.unit_name is 'Household, workplace, site … shared with other cases of a cluster.';
comment on column case_reports.cluster_id is 'Declared cluster the case belongs to.';
comment on column case_reports.batch_id is 'Import that wrote this version; null when a person did.';
comment on column case_reports.known_from is 'Instant since which the register says so.';
comment on column case_reports.change is 'Event, reported, corrected, imported, clustered or undone.';

create unique index case_reports_by_reference on case_reports (source, reference) where reference is not null;
create unique index case_reports_by_row_key on case_reports (source, row_key) where row_key is not null;
create index case_reports_reference_search on case_reports (reference, id) where reference is not null;
create index case_reports_reported on case_reports (reported_on desc, id desc);
create index case_reports_city_reported on case_reports (city_code, reported_on desc, id desc);
create index case_reports_county_reported on case_reports (county_code, reported_on desc, id desc);
create index case_reports_state_reported on case_reports (state, reported_on desc, id desc);
create index case_reports_confirmed on case_reports (confirmed_on desc, id desc) where confirmed_on is not null;
create index case_reports_city_confirmed on case_reports (city_code, confirmed_on desc, id desc) where confirmed_on is not null;
create index case_reports_county_confirmed on case_reports (county_code, confirmed_on desc, id desc) where confirmed_on is not null;
create index case_reports_daily on case_reports (confirmed_on, region_path) include (origin, known_from)
  where confirmed_on is not null and state <> 'ruled-out';
create index case_reports_by_unit on case_reports (county_code, unit_kind, unit_name) where unit_name is not null;
create index case_reports_by_cluster on case_reports (cluster_id) where cluster_id is not null;
create index case_reports_by_batch on case_reports (batch_id) where batch_id is not null;

create table case_versions (
  like case_reports,
  known_to timestamptz not null,
  ended_by text not null,
  primary key (id, version)
);
comment on table case_versions is 'Superseded versions of cases, so that any figure can be asked as known at an earlier moment. Personal data cleared together with the case.';
comment on column case_versions.known_to is 'Instant at which the register stopped saying so.';
comment on column case_versions.ended_by is 'What ended it: the change of the next version, or "undone".';
create index case_versions_daily on case_versions (confirmed_on, region_path) where confirmed_on is not null;
create index case_versions_by_batch on case_versions (batch_id) where batch_id is not null;

create view case_history with (security_invoker = true) as
  select v.* from case_versions v
  union all
  select r.*, null::timestamptz, null::text from case_reports r;
comment on view case_history is 'Every version of every case; known_to is null for the current one.';

create table case_clusters (
  id uuid primary key,
  verdict text not null check (verdict in ('declared', 'dismissed')),
  key text not null,
  region_code text not null,
  region_path text collate "C" not null,
  unit_kind text not null,
  unit_name text not null,
  reported_on date,
  reason text not null,
  known_from timestamptz not null,
  known_to timestamptz,
  known_by text not null
);
comment on table case_clusters is 'What people said about clusters: declared (cases carry its id) or dismissed (the detected key is not one). Detected clusters are computed, not stored.';
comment on column case_clusters.key is 'Id of a declared cluster, or regionCode|kind|name of the detected one that was dismissed.';
create index case_clusters_by_key on case_clusters (key);
create index case_clusters_by_region on case_clusters (region_path);

alter table case_reports enable row level security;
create policy case_reports_within_jurisdiction on case_reports to wuse_app
  using (region_path ^@ any ((select wuse_scopes())::text[]))
  with check (region_path ^@ any ((select wuse_scopes())::text[]));
alter table case_versions enable row level security;
create policy case_versions_within_jurisdiction on case_versions to wuse_app
  using (region_path ^@ any ((select wuse_scopes())::text[]))
  with check (region_path ^@ any ((select wuse_scopes())::text[]));
alter table case_clusters enable row level security;
create policy case_clusters_within_jurisdiction on case_clusters to wuse_app
  using (region_path ^@ any ((select wuse_scopes())::text[]))
  with check (region_path ^@ any ((select wuse_scopes())::text[]));

grant select, insert, update, delete on case_reports to wuse_app;
grant select, insert, update on case_versions to wuse_app;
grant select on case_history to wuse_app;
grant select, insert, update on case_clusters to wuse_app;
