// What ical.js, the reader of Thunderbird and Nextcloud, makes of calendar files: one JSON list for each file named.
// node read_calendar.mjs FOLDER-WITH-ICAL.JS FILE...
import { readFileSync } from "node:fs";
import { pathToFileURL } from "node:url";

const [folder, ...files] = process.argv.slice(2);
const { default: ICAL } = await import(pathToFileURL(`${folder}/node_modules/ical.js/dist/ical.js`).href);

function read(file) {
  const calendar = new ICAL.Component(ICAL.parse(readFileSync(file, "utf-8")));
  for (const zone of calendar.getAllSubcomponents("vtimezone")) {
    ICAL.TimezoneService.register(new ICAL.Timezone(zone));
  }
  return calendar.getAllSubcomponents("vevent").map((component) => {
    const event = new ICAL.Event(component);
    const said = (time) => (time.isDate ? time.toString() : new Date(time.toUnixTime() * 1000).toISOString().slice(0, 19));
    return [event.uid, event.summary, said(event.startDate), said(event.endDate), String(event.sequence),
      component.getFirstPropertyValue("status")];
  });
}

console.log(JSON.stringify(files.map(read)));
