-- The guard of ratings looks once at a statement instead of once at a row: a map of towns has thousands.

drop trigger riskmap_ratings_frozen on riskmap_ratings;

create function riskmap_ratings_guard() returns trigger
  language plpgsql security definer set search_path = pg_catalog, public
  as $$
  declare
    found record;
  begin
    for found in
      select distinct c.publication_id as id, p.state from changed c left join riskmap_publications p on p.id = c.publication_id
    loop
      if found.state is null or found.state not in ('draft', 'returned') then
        raise exception 'Edition % is %: its parts cannot change', found.id, found.state using errcode = 'insufficient_privilege';
      end if;
    end loop;
    return null;
  end
  $$;
comment on function riskmap_ratings_guard() is 'Ratings are written and deleted only while their edition is a draft or was returned.';

create trigger riskmap_ratings_frozen_insert after insert on riskmap_ratings
  referencing new table as changed for each statement execute function riskmap_ratings_guard();
create trigger riskmap_ratings_frozen_update after update on riskmap_ratings
  referencing old table as changed for each statement execute function riskmap_ratings_guard();
create trigger riskmap_ratings_frozen_delete after delete on riskmap_ratings
  referencing old table as changed for each statement execute function riskmap_ratings_guard();
