/** Dates and times as people of a language write them, in the time zone of whoever reads or of `timeZone`. */

/** The seconds from 1970 to the last moment that a Date holds. */
const LAST_SECONDS = 8.64e12;

/** A moment that a stranger signed may lie beyond every calendar: the last one stands for it. */
function dateOf(seconds: number): Date {
  return new Date(Math.min(LAST_SECONDS, Math.max(-LAST_SECONDS, seconds)) * 1000);
}

/** 2026-12-04T09:00:00Z */
export function isoMoment(seconds: number): string {
  return dateOf(seconds).toISOString().replace(".000Z", "Z");
}

interface Parts {
  readonly weekday: string;
  readonly day: string;
  readonly month: string;
  readonly year: string;
  readonly time: string;
  readonly zone: string;
}

function partsOf(locale: string, seconds: number, timeZone: string | undefined): Parts {
  const format = new Intl.DateTimeFormat(locale, {
    weekday: "short",
    day: "numeric",
    month: "short",
    year: "numeric",
    hour: "2-digit",
    minute: "2-digit",
    hourCycle: "h23",
    timeZoneName: "shortOffset",
    ...(timeZone !== undefined && { timeZone }),
  });
  const parts = format.formatToParts(dateOf(seconds));
  const part = (type: string): string => parts.find((each) => each.type === type)?.value ?? "";
  return {
    weekday: part("weekday"),
    day: part("day"),
    month: part("month"),
    year: part("year"),
    time: `${part("hour")}:${part("minute")}`,
    zone: part("timeZoneName").replace("GMT", "UTC"),
  };
}

/** Fri 4 Dec 2026, 18:00: the day in front of the month's name is read alike on both sides of the Atlantic. */
export function englishMoment(seconds: number, timeZone?: string): string {
  const { weekday, day, month, year, time } = partsOf("en-GB", seconds, timeZone);
  return `${weekday} ${day} ${month} ${year}, ${time}`;
}

/** 2026年12月4日 18:00 */
export function japaneseMoment(seconds: number, timeZone?: string): string {
  const { day, month, year, time } = partsOf("ja", seconds, timeZone);
  const number = (text: string): string => text.replace(/\D/g, "");
  return `${number(year)}年${number(month)}月${number(day)}日 ${time}`;
}

/** UTC+9: a mail is read in other time zones than it is written in. */
export function zoneName(seconds: number, timeZone?: string): string {
  return partsOf("en-GB", seconds, timeZone).zone;
}
