-- The region tree with validity, its outlines, neighbours by declaration and what was imported when.

create table region_imports (
  id bigint generated always as identity primary key,
  root_code text not null,
  root_path text not null,
  name jsonb not null,
  notice jsonb,
  sources jsonb not null default '[]',
  approximations jsonb not null default '[]',
  coordinate_system text not null check (coordinate_system in ('GCJ-02', 'WGS-84', 'CGCS2000')),
  grid_degrees double precision check (grid_degrees > 0),
  replaced boolean not null,
  region_count integer not null check (region_count >= 0),
  outline_count integer not null check (outline_count >= 0),
  is_shipped boolean not null default false,
  imported_by text not null,
  imported_at timestamptz not null
);
create index region_imports_by_root on region_imports (root_code, id desc);
comment on table region_imports is 'One row an import of regions, kept for ever. The newest id is the revision of the region tree: memory and browsers may keep what they derived from an older one no longer.';
comment on column region_imports.id is 'Revision: grows with every import.';
comment on column region_imports.root_code is 'Topmost region of the import.';
comment on column region_imports.root_path is 'Path of the topmost region, its own code last.';
comment on column region_imports.name is 'Name of the topmost region {zh, en}.';
comment on column region_imports.notice is 'What must stand beside every map made of this import {zh, en}.';
comment on column region_imports.sources is 'Where the data come from, with licence and attribution.';
comment on column region_imports.approximations is 'Stated approximations, a list of {zh, en}.';
comment on column region_imports.coordinate_system is 'What longitude and latitude of the outlines refer to.';
comment on column region_imports.grid_degrees is 'Grid on which the outlines were drawn, in degrees; null when they are on none.';
comment on column region_imports.replaced is 'True when all regions below the root were replaced, false when rows were added.';
comment on column region_imports.region_count is 'Rows stored (one a validity).';
comment on column region_imports.outline_count is 'Outlines stored (one a validity).';
comment on column region_imports.is_shipped is 'True for a region that comes with the software; a production server asks for the own approved map.';
comment on column region_imports.imported_by is 'Display name of who imported.';
comment on column region_imports.imported_at is 'When.';

create table regions (
  code text not null check (code ~ '^[0-9A-Za-z-]{2,32}$'),
  valid_from date not null,
  valid_to date check (valid_to >= valid_from),
  level text not null check (level in ('province', 'city', 'county', 'town', 'village', 'grid')),
  parent_code text,
  path text not null,
  name_zh text not null,
  name_en text not null,
  population integer check (population >= 0),
  population_on date,
  population_source text,
  was_code text,
  primary key (code, valid_from)
);
create index regions_by_parent on regions (parent_code, code);
create index regions_by_path on regions (path text_pattern_ops);
create index regions_above_village on regions (level, code) where level in ('province', 'city', 'county', 'town');
create index regions_by_former_code on regions (was_code) where was_code is not null;
comment on table regions is 'The region tree: province, city, county, town, village, micro-grid. One row a validity: the same code may stand several times, never twice on one day. No personal data; kept for ever.';
comment on column regions.code is 'Division code: GB/T 2260 for counties and above, statistical codes below, an authority''s own for micro-grids.';
comment on column regions.valid_from is 'First day on which this row holds.';
comment on column regions.valid_to is 'Last day on which this row holds; null while it is in force.';
comment on column regions.level is 'Level in the tree.';
comment on column regions.parent_code is 'Code of the region above; null for the topmost.';
comment on column regions.path is 'Codes from the topmost region down to this one, each followed by a slash: "330000/330300/330382/". A jurisdiction is a prefix of it.';
comment on column regions.name_zh is 'Chinese name.';
comment on column regions.name_en is 'English name.';
comment on column regions.population is 'Residents; null when unknown.';
comment on column regions.population_on is 'Day to which the population refers.';
comment on column regions.population_source is 'Where the population comes from.';
comment on column regions.was_code is 'Code under which the same unit was known before; only where a unit was given another code.';

create table region_outlines (
  code text not null,
  valid_from date not null,
  geometry jsonb not null,
  area_square_km double precision not null check (area_square_km > 0),
  primary key (code, valid_from),
  foreign key (code, valid_from) references regions (code, valid_from) on delete cascade
);
comment on table region_outlines is 'Outline of a region in one validity. Cities and provinces without one are drawn as the sum of their counties.';
comment on column region_outlines.code is 'Region.';
comment on column region_outlines.valid_from is 'Validity of the region that is drawn so.';
comment on column region_outlines.geometry is 'GeoJSON Polygon or MultiPolygon, longitude and latitude.';
comment on column region_outlines.area_square_km is 'Area of the drawing in km², for information.';

create table region_adjacencies (
  code_a text not null,
  code_b text not null,
  reason jsonb not null,
  primary key (code_a, code_b),
  check (code_a < code_b)
);
comment on table region_adjacencies is 'Neighbours by declaration: islands and counties joined by a bridge or a ferry, which share no border.';
comment on column region_adjacencies.code_a is 'The smaller of the two codes.';
comment on column region_adjacencies.code_b is 'The larger of the two codes.';
comment on column region_adjacencies.reason is 'What joins them {zh, en}.';

alter table regions enable row level security;
create policy regions_read on regions for select to wuse_app using (true);
create policy regions_insert on regions for insert to wuse_app with check (path ^@ any ((select wuse_scopes())::text[]));
create policy regions_delete on regions for delete to wuse_app using (path ^@ any ((select wuse_scopes())::text[]));

grant select, insert on region_imports to wuse_app;
grant select, insert, delete on regions to wuse_app;
grant select, insert, delete on region_outlines to wuse_app;
grant select, insert, delete on region_adjacencies to wuse_app;
