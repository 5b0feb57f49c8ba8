import { AppError, ERRORS, invariant, isAppError, toAppError } from "../../src/core/errors";
import type { ErrorCode } from "../../src/core/errors";

const CODES = Object.keys(ERRORS) as ErrorCode[];

it.each(CODES)("%s: the error carries what the table says", (code) => {
  const error = new AppError(code);
  expect(error).toBeInstanceOf(Error);
  expect(error).toMatchObject({ name: "AppError", code, details: {}, subject: undefined });
  expect(error.message).toBe(ERRORS[code].message);
  expect(error.retry).toBe(ERRORS[code].retry);
  expect(error.message).toMatch(/^[a-z].*[^.]$/);
});

it("tries again only what a store may do better later, and renews only an expired grant", () => {
  const of = (retry: string): ErrorCode[] => CODES.filter((code) => ERRORS[code].retry === retry);
  expect(of("yes")).toEqual([
    ...["store-unavailable", "store-throttled"],
    ...["gateway-unavailable", "gateway-busy"],
    ...["mail-timeout", "attachment-stays"],
  ]);
  expect(of("renew")).toEqual(["store-expired-grant", "action-stale"]);
  expect(of("no")).toHaveLength(CODES.length - 8);
});

it("keeps details, subject and cause apart", () => {
  const cause = new Error("below");
  const error = new AppError("disk-full", { details: { left: 0 }, subject: "/a/b", cause });
  expect(error).toMatchObject({ details: { left: 0 }, subject: "/a/b", cause });
  expect(error.message).not.toContain("/a/b");
  expect("cause" in new AppError("disk-full")).toBe(false);
});

it("knows its own by their shape, as they come out of a worker", () => {
  expect(isAppError(new AppError("recalled"))).toBe(true);
  expect(isAppError({ name: "AppError", code: "recalled", message: "", details: {} })).toBe(true);
  for (const other of [
    new Error("x"),
    { name: "AppError" },
    { code: "recalled" },
    "AppError",
    null,
  ]) {
    expect(isAppError(other)).toBe(false);
  }
});

it("leaves its own as they are and wraps what is strange", () => {
  const own = new AppError("expired");
  expect(toAppError(own, "disk-error")).toBe(own);
  expect(toAppError("strange")).toMatchObject({ code: "internal", cause: "strange" });
  const errno = new Error("EIO");
  expect(toAppError(errno, "disk-error")).toMatchObject({ code: "disk-error", cause: errno });
});

it("says which guarantee of the program does not hold", () => {
  expect(() => {
    invariant(true, "water is wet");
  }).not.toThrow();
  const broken = { code: "internal", details: { what: "water is wet" } };
  expect(() => {
    invariant(false, "water is wet");
  }).toThrow(expect.objectContaining(broken) as Error);
});
