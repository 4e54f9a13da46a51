import { sql } from 'drizzle-orm';
import type { Db } from './database.ts';

/** A flow that names something shared, such as opening hours. */
export interface SettingUse {
  readonly name: string;
  readonly flowId: string;
  /** In the draft. */
  readonly draft: boolean;
  /** In the revision that new calls run on. */
  readonly current: boolean;
}

/**
 * What the settings called `setting` of all nodes name, in the drafts and current revisions of flows that are not in the
 * bin: so a step's setting that names something shared is always called the same.
 */
export async function settingUses(db: Db, setting: 'hours' | 'connection'): Promise<SettingUse[]> {
  const path = `strict $.nodes[*].settings.**.${setting} ? (@.type() == "string")`;
  const { rows } = await db.execute(sql`
    select name #>> '{}' as name, flow_id, bool_or(is_draft) as draft, bool_or(not is_draft) as current
    from (
      select flow_id, true as is_draft, jsonb_path_query(flow, ${path}::jsonpath, '{}', true) as name from drafts
      union all
      select flow_id, false, jsonb_path_query(flow, ${path}::jsonpath, '{}', true) from revisions
      where (flow_id, number) in (select flow_id, max(number) from revisions group by flow_id)
    ) as uses
    where flow_id in (select id from flows where deleted_at is null)
    group by 1, 2 order by 1, 2`);
  return rows.map((row) => ({
    name: String(row.name),
    flowId: String(row.flow_id),
    draft: row.draft === true,
    current: row.current === true,
  }));
}
