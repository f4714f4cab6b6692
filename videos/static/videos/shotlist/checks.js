// What an editor should look at, said while typing. The server says the same when it saves.

/** Returns the warnings about rows in order of time. */
export function warnings(rows, timing, strings) {
  if (!rows.some((row) => !row.isBlank)) return [];
  if (!timing) return [strings.noTiming];
  const named = rows.map((row, index) => ({
    row,
    name: strings.row.replace("{number}", index + 1),
    begin: row.frame("in_frame", timing),
    end: row.frame("out_frame", timing),
  }));
  const found = [];
  let latest = null;
  for (const each of named.filter(({ row }) => !row.isBlank)) {
    const say = (text) => found.push(text.replace("{row}", each.name));
    if (each.begin === null || (each.end === null && each.row.value("out_frame"))) {
      say(strings.unreadable);
      continue;
    }
    if (each.end === null) continue;
    if (each.end <= each.begin) say(strings.backwards);
    else if (each.begin < 0 || (timing.count && each.end > timing.count)) say(strings.outside);
    if (each.row.value("kind") !== "shot") continue;
    if (latest && each.begin < latest.end) say(strings.overlap.replace("{other}", latest.name));
    latest = each;
  }
  return found;
}
