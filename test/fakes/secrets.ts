/** Looks for secrets in what was heard or written. */

/** A secret in every form in which it might travel. */
export function formsOf(secret: Uint8Array | string): Buffer[] {
  const bytes = Buffer.from(secret);
  const text = bytes.toString();
  const texts = [
    ...[bytes.toString("hex"), bytes.toString("base64url")],
    ...[bytes.toString("base64").replace(/=+$/, ""), JSON.stringify(text).slice(1, -1)],
    ...[encodeURI(text), encodeURIComponent(text)],
  ];
  return [bytes, ...texts.map((form) => Buffer.from(form))];
}

/** Nothing of `secrets`, by what they are, was heard there. */
export function assertSilent(
  where: string,
  heard: Buffer,
  secrets: ReadonlyMap<string, Uint8Array | string>,
): void {
  const told = [...secrets].filter(([, secret]) =>
    formsOf(secret).some((form) => heard.includes(form)),
  );
  expect([where, told.map(([what]) => what)]).toEqual([where, []]);
}
