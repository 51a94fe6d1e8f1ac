/**
 * Restaurants and menus. Columns that people ask by are generated from the state beside them. Pieces left are in `item_stock`, where
 * commits of cases move them; everything here locks menus first, by restaurant, and stock after them.
 */
export const catalogueTables: ReadonlyArray<string> = [
  `create table restaurants (
     rest_id text collate "C" primary key,
     name text not null generated always as (state ->> 'name') stored,
     region_id text collate "C" not null generated always as (state ->> 'regionId') stored,
     lat float8 not null generated always as ((state -> 'position' -> 'lat')::float8) stored,
     lng float8 not null generated always as ((state -> 'position' -> 'lng')::float8) stored,
     hours jsonb not null generated always as (state -> 'hours') stored,
     status text not null generated always as (state ->> 'status') stored,
     state jsonb not null,
     constraint restaurants_state_is_its_own check (state ->> 'id' = rest_id),
     constraint restaurants_status_known check (status in ('open', 'paused')),
     constraint restaurants_id_short check (length(rest_id) between 1 and 64)
   )`,

  `create table menus (
     rest_id text collate "C" primary key,
     version integer not null constraint menus_version_positive check (version > 0),
     changed_at_ms bigint not null,
     sections jsonb not null
   )`,
  // 1..n without gaps (S3).
  `create function menus_version_follows() returns trigger language plpgsql as $$
     begin
       if new.version <> old.version + 1 then
         raise exception using errcode = '23514', constraint = 'menus_version_follows',
           message = 'a menu follows its last version';
       end if;
       return new;
     end $$`,
  `create trigger menus_version_follows before update on menus for each row execute function menus_version_follows()`,

  // What stands on the menus now, item by item (S55).
  `create view menu_items as
     select m.rest_id, i.item ->> 'id' as item_id, s.section ->> 'name' as section, i.item ->> 'name' as name,
       i.item ->> 'description' as description, (i.item -> 'price' -> 'amountMinor')::bigint as price_minor,
       i.item -> 'price' ->> 'currency' as currency, i.item ->> 'imageUrl' as image_url,
       i.item -> 'availability' as availability, k.pieces_left
     from menus m
       cross join jsonb_array_elements(m.sections) as s(section)
       cross join jsonb_array_elements(s.section -> 'items') as i(item)
       left join item_stock k on k.rest_id = m.rest_id and k.item_id = i.item ->> 'id'`,

  `create function set_stock(rows jsonb) returns void language sql as $$
     insert into item_stock as s (rest_id, item_id, pieces_left)
     select k.rest_id, k.item_id, k.pieces_left
     from jsonb_to_recordset(rows) as k(rest_id text, item_id text, pieces_left integer)
     order by k.rest_id collate "C", k.item_id collate "C"
     on conflict (rest_id, item_id) do update set pieces_left = excluded.pieces_left
   $$`,

  // All menus with their counts in one statement, or none: \`stale_menu\` names a restaurant whose menu is at another version.
  `create function put_menus(menu_rows jsonb, uncounted jsonb, counted jsonb) returns void language plpgsql as $$
     declare
       begun text[];
       followed text[];
       stale text;
     begin
       with inserted as (
         insert into menus (rest_id, version, changed_at_ms, sections)
         select w.rest_id, w.version, w.changed_at_ms, w.sections
         from jsonb_to_recordset(menu_rows)
           as w(rest_id text, after integer, version integer, changed_at_ms bigint, sections jsonb)
         where w.after = 0 order by w.rest_id collate "C"
         on conflict (rest_id) do nothing returning rest_id
       ) select coalesce(array_agg(rest_id), '{}') into begun from inserted;
       with updated as (
         update menus m set version = w.version, changed_at_ms = w.changed_at_ms, sections = w.sections
         from jsonb_to_recordset(menu_rows)
           as w(rest_id text, after integer, version integer, changed_at_ms bigint, sections jsonb)
         where m.rest_id = w.rest_id and w.after > 0 and m.version = w.after returning m.rest_id
       ) select coalesce(array_agg(rest_id), '{}') into followed from updated;
       select w.rest_id into stale from jsonb_to_recordset(menu_rows) as w(rest_id text)
         where w.rest_id <> all(begun || followed) limit 1;
       if found then
         raise exception using errcode = '23514', constraint = 'stale_menu', message = 'the menu has changed',
           detail = stale;
       end if;
       delete from item_stock s using jsonb_to_recordset(uncounted) as u(rest_id text, item_id text)
         where s.rest_id = u.rest_id and s.item_id = u.item_id;
       perform set_stock(counted);
     end $$`
]
