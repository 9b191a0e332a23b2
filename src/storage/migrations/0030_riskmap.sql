-- Map editions: what was rated, from which frozen inputs, by which pack, who drafted, checked and published.
-- A published edition never changes; triggers below refuse it to everybody, the owner of the tables included.

create table riskmap_policies (
  version text primary key,
  content text not null,
  hash text not null,
  stored_at timestamptz not null
);
comment on table riskmap_policies is 'Policy packs as they were when first used for a draft, so that an old edition can be judged again by the rules of its day.';
comment on column riskmap_policies.version is 'id@version of the pack.';
comment on column riskmap_policies.content is 'Canonical JSON of levels, review cadence and rules.';
comment on column riskmap_policies.hash is 'SHA-256 of content, hexadecimal.';

create table riskmap_publications (
  id uuid primary key,
  root_code text not null,
  root_path text not null,
  root_name jsonb not null,
  tier text not null check (tier in ('county', 'town')),
  rated_on date not null,
  pack text not null references riskmap_policies (version),
  pack_name jsonb not null,
  known_at timestamptz not null,
  state text not null check (state in ('draft', 'submitted', 'returned', 'approved', 'published', 'superseded', 'withdrawn', 'discarded')),
  revision integer not null default 1,
  edition integer,
  basis text not null check (basis in ('edition', 'replay', 'first')),
  previous_id uuid references riskmap_publications (id),
  replaces_id uuid references riskmap_publications (id),
  next_review_on date not null,
  region_count integer not null,
  level_counts jsonb not null,
  inputs_hash text not null,
  result_hash text not null,
  hash text,
  author_key text not null,
  author_name text not null,
  drafted_at timestamptz not null,
  submitted_key text,
  submitted_name text,
  submitted_at timestamptz,
  reviewed_key text,
  reviewed_name text,
  reviewed_at timestamptz,
  published_key text,
  published_name text,
  published_at timestamptz,
  superseded_by uuid references riskmap_publications (id),
  superseded_at timestamptz,
  withdrawn_key text,
  withdrawn_name text,
  withdrawn_at timestamptz,
  withdrawal_reason text,
  check (reviewed_key is null or reviewed_key not in (author_key, coalesce(submitted_key, ''))),
  check (state not in ('approved', 'published', 'superseded', 'withdrawn') or reviewed_key is not null),
  check ((edition is not null) = (state in ('published', 'superseded', 'withdrawn'))),
  check ((hash is not null and published_key is not null and published_at is not null) = (state in ('published', 'superseded', 'withdrawn'))),
  check ((superseded_by is not null and superseded_at is not null) = (state = 'superseded')),
  check ((withdrawn_key is not null and withdrawn_at is not null and length(trim(coalesce(withdrawal_reason, ''))) > 0) = (state = 'withdrawn'))
);
create unique index riskmap_publications_one_in_force on riskmap_publications (root_code, tier) where state = 'published';
create unique index riskmap_publications_by_edition on riskmap_publications (root_code, tier, edition) where edition is not null;
create index riskmap_publications_by_day on riskmap_publications (root_code, tier, rated_on desc, id desc);
create index riskmap_publications_newest on riskmap_publications (rated_on desc, id desc);
comment on table riskmap_publications is 'One map edition of a place and tier, from draft to withdrawal. Names of officials who signed are part of the published record. Kept for good.';
comment on column riskmap_publications.tier is 'The division that is rated: counties or towns below root_code.';
comment on column riskmap_publications.root_path is 'Region path of root_code: jurisdiction.';
comment on column riskmap_publications.rated_on is 'Last day whose counts are looked at.';
comment on column riskmap_publications.known_at is 'The counts are those known at this instant.';
comment on column riskmap_publications.revision is 'Grows with every change of a draft; the second look names the revision it saw.';
comment on column riskmap_publications.basis is 'edition: against previous_id; replay: the pack''s reviews replayed from the counts; first: against nothing.';
comment on column riskmap_publications.previous_id is 'Edition of an earlier day whose levels were the starting point.';
comment on column riskmap_publications.replaces_id is 'Edition in force when this was drafted; publishing is refused when another is in force by then.';
comment on column riskmap_publications.level_counts is 'Regions per level, from the highest risk to the lowest, confirmed deviations included: a list of {level, regions}.';
comment on column riskmap_publications.hash is 'Seal: SHA-256 over everything that was published.';
comment on column riskmap_publications.author_key is 'Account id, or the operator''s name on the command line: tells persons apart.';

create table riskmap_frozen (
  publication_id uuid primary key references riskmap_publications (id),
  inputs text not null,
  result text not null
);
comment on table riskmap_frozen is 'Exact bytes of an edition''s inputs and of the engine''s result, as canonical JSON; the hashes stand in riskmap_publications.';

create table riskmap_ratings (
  publication_id uuid not null references riskmap_publications (id),
  region_code text not null,
  region_path text not null,
  name jsonb not null,
  parent_code text not null,
  parent_name jsonb not null,
  level text not null,
  rank smallint not null,
  rating jsonb not null,
  primary key (publication_id, region_code)
);
create index riskmap_ratings_by_region on riskmap_ratings (region_code, publication_id) include (level);
comment on table riskmap_ratings is 'The engine''s rating of one region in one edition, with its reasons; names as they were on that day.';
comment on column riskmap_ratings.level is 'The engine''s level; a confirmed deviation stands in riskmap_deviations.';
comment on column riskmap_ratings.rank is 'Place of the level in the pack, 0 the lowest risk.';

create table riskmap_deviations (
  id uuid primary key,
  publication_id uuid not null references riskmap_publications (id),
  region_code text not null,
  engine_level text not null,
  level text not null,
  rank smallint not null,
  reason text not null check (length(trim(reason)) > 0),
  state text not null check (state in ('proposed', 'confirmed', 'refused', 'taken-back', 'lapsed')),
  proposed_key text not null,
  proposed_name text not null,
  proposed_at timestamptz not null,
  decided_key text,
  decided_name text,
  decided_at timestamptz,
  note text,
  foreign key (publication_id, region_code) references riskmap_ratings (publication_id, region_code) on delete no action deferrable initially deferred,
  check (level <> engine_level),
  check (state not in ('confirmed', 'refused') or (decided_key is not null and decided_key <> proposed_key))
);
create unique index riskmap_deviations_one_per_region on riskmap_deviations (publication_id, region_code) where state in ('proposed', 'confirmed');
create index riskmap_deviations_by_publication on riskmap_deviations (publication_id);
comment on table riskmap_deviations is 'An expert''s other level for one region, with the reason; counts only when a second person confirmed it, and is shown as such everywhere.';

create table riskmap_events (
  publication_id uuid not null references riskmap_publications (id),
  seq bigint generated always as identity,
  kind text not null,
  by_key text not null,
  by_name text not null,
  at timestamptz not null,
  note text,
  region_code text,
  primary key (publication_id, seq)
);
comment on table riskmap_events is 'What happened to an edition, in order. Append-only.';

create table riskmap_reminders (
  root_code text not null,
  tier text not null,
  due_on date not null,
  reminded_at timestamptz not null,
  primary key (root_code, tier, due_on)
);
comment on table riskmap_reminders is 'Reviews for which a reminder was recorded, so that each is recorded once.';

-- A published edition is frozen: only the one step to superseded or withdrawn may follow, and nothing is deleted.
create function riskmap_publication_guard() returns trigger
  language plpgsql as $$
  declare
    movable constant text[] := array['state', 'superseded_by', 'superseded_at', 'withdrawn_key', 'withdrawn_name', 'withdrawn_at', 'withdrawal_reason'];
  begin
    if tg_op = 'DELETE' then
      raise exception 'An edition is never deleted' using errcode = 'insufficient_privilege';
    end if;
    if old.state in ('superseded', 'withdrawn', 'discarded') then
      raise exception 'Edition % is %: it never changes again', old.id, old.state using errcode = 'insufficient_privilege';
    end if;
    if old.state = 'published' and (new.state not in ('superseded', 'withdrawn') or to_jsonb(new) - movable is distinct from to_jsonb(old) - movable) then
      raise exception 'Edition % is published: it never changes', old.id using errcode = 'insufficient_privilege';
    end if;
    if new.state in ('superseded', 'withdrawn') and old.state <> 'published' then
      raise exception 'Edition % was never in force', old.id using errcode = 'check_violation';
    end if;
    if new.state = 'published' and old.state <> 'approved' then
      raise exception 'Edition % has not been approved', old.id using errcode = 'check_violation';
    end if;
    return new;
  end
  $$;
create trigger riskmap_publications_frozen before update or delete on riskmap_publications for each row execute function riskmap_publication_guard();

create function riskmap_parts_guard() returns trigger
  language plpgsql security definer set search_path = pg_catalog, public
  as $$
  declare
    part_of uuid := case when tg_op = 'DELETE' then old.publication_id else new.publication_id end;
    found text;
  begin
    if tg_op = 'UPDATE' and new.publication_id <> old.publication_id then
      raise exception 'Parts of an edition stay with it' using errcode = 'insufficient_privilege';
    end if;
    select state into found from riskmap_publications where id = part_of;
    if found is null or not (found = any (tg_argv)) then
      raise exception 'Edition % is %: its parts cannot change', part_of, found using errcode = 'insufficient_privilege';
    end if;
    return case when tg_op = 'DELETE' then old else new end;
  end
  $$;
create trigger riskmap_ratings_frozen before insert or update or delete on riskmap_ratings for each row execute function riskmap_parts_guard('draft', 'returned');
create trigger riskmap_frozen_frozen before insert or update or delete on riskmap_frozen for each row execute function riskmap_parts_guard('draft', 'returned');
create trigger riskmap_deviations_frozen before insert or update or delete on riskmap_deviations for each row execute function riskmap_parts_guard('draft', 'returned', 'submitted');

create function riskmap_append_only() returns trigger
  language plpgsql as $$
  begin
    raise exception 'This table is append-only' using errcode = 'insufficient_privilege';
  end
  $$;
create trigger riskmap_events_append_only before update or delete on riskmap_events for each row execute function riskmap_append_only();
create trigger riskmap_policies_append_only before update or delete on riskmap_policies for each row execute function riskmap_append_only();
create trigger riskmap_policies_no_truncate before truncate on riskmap_policies for each statement execute function riskmap_append_only();
create trigger riskmap_publications_no_truncate before truncate on riskmap_publications for each statement execute function riskmap_append_only();
create trigger riskmap_ratings_no_truncate before truncate on riskmap_ratings for each statement execute function riskmap_append_only();
create trigger riskmap_frozen_no_truncate before truncate on riskmap_frozen for each statement execute function riskmap_append_only();
create trigger riskmap_deviations_no_truncate before truncate on riskmap_deviations for each statement execute function riskmap_append_only();
create trigger riskmap_events_no_truncate before truncate on riskmap_events for each statement execute function riskmap_append_only();

-- Whatever was published is everybody's; drafts are seen and written within the jurisdiction.
alter table riskmap_publications enable row level security;
create policy riskmap_publications_read on riskmap_publications for select to wuse_app
  using (state in ('published', 'superseded', 'withdrawn') or root_path ^@ any ((select wuse_scopes())::text[]));
create policy riskmap_publications_insert on riskmap_publications for insert to wuse_app
  with check (root_path ^@ any ((select wuse_scopes())::text[]));
create policy riskmap_publications_update on riskmap_publications for update to wuse_app
  using (root_path ^@ any ((select wuse_scopes())::text[])) with check (root_path ^@ any ((select wuse_scopes())::text[]));

create function riskmap_writable(publication uuid) returns boolean
  language sql stable
  as $$ select exists (select from riskmap_publications where id = publication and root_path ^@ any ((select wuse_scopes())::text[])) $$;
comment on function riskmap_writable(uuid) is 'The edition lies within the jurisdiction of the request.';

alter table riskmap_frozen enable row level security;
create policy riskmap_frozen_read on riskmap_frozen for select to wuse_app
  using (exists (select from riskmap_publications p where p.id = publication_id));
create policy riskmap_frozen_write on riskmap_frozen for insert to wuse_app with check (riskmap_writable(publication_id));
create policy riskmap_frozen_update on riskmap_frozen for update to wuse_app using (riskmap_writable(publication_id)) with check (riskmap_writable(publication_id));

alter table riskmap_ratings enable row level security;
create policy riskmap_ratings_read on riskmap_ratings for select to wuse_app
  using (exists (select from riskmap_publications p where p.id = publication_id));
create policy riskmap_ratings_insert on riskmap_ratings for insert to wuse_app with check (riskmap_writable(publication_id));
create policy riskmap_ratings_delete on riskmap_ratings for delete to wuse_app using (riskmap_writable(publication_id));

alter table riskmap_deviations enable row level security;
create policy riskmap_deviations_read on riskmap_deviations for select to wuse_app
  using (exists (select from riskmap_publications p where p.id = publication_id));
create policy riskmap_deviations_insert on riskmap_deviations for insert to wuse_app with check (riskmap_writable(publication_id));
create policy riskmap_deviations_update on riskmap_deviations for update to wuse_app using (riskmap_writable(publication_id)) with check (riskmap_writable(publication_id));

alter table riskmap_events enable row level security;
create policy riskmap_events_read on riskmap_events for select to wuse_app using (riskmap_writable(publication_id));
create policy riskmap_events_insert on riskmap_events for insert to wuse_app with check (riskmap_writable(publication_id));

grant select, insert on riskmap_policies to wuse_app;
grant select, insert, update on riskmap_publications to wuse_app;
grant select, insert, update on riskmap_frozen to wuse_app;
grant select, insert, delete on riskmap_ratings to wuse_app;
grant select, insert, update on riskmap_deviations to wuse_app;
grant select, insert on riskmap_events to wuse_app;
grant select, insert on riskmap_reminders to wuse_app;
