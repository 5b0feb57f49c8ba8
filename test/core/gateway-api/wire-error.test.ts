import * as fc from "fast-check";
import { AppError, ERRORS, isAppError, type ErrorCode } from "../../../src/core/errors";
import { encodeError, readWireError, statusOf } from "../../../src/core/gateway-api";
import { anyJsonLike } from "../mutations";

const CODES = Object.keys(ERRORS) as ErrorCode[];

it.each(CODES)("%s travels with its details and without its subject", (code) => {
  const error = new AppError(code, { details: { left: 2, dead: ["a: b"] }, subject: "/home/x" });
  const wire = JSON.stringify(encodeError(error));
  expect(wire).not.toContain("/home/x");
  const read = readWireError(JSON.parse(wire));
  expect(read).toMatchObject({ code, retry: error.retry, details: error.details });
  expect(statusOf(code)).toBeGreaterThanOrEqual(400);
});

it("a code of a newer gateway is one that can be handled", () => {
  const wire = { code: "moon-full", message: "", retry: "yes" };
  expect(readWireError(wire)).toMatchObject({ code: "gateway-unavailable" });
  expect(readWireError({ ...wire, retry: "no" })).toMatchObject({ code: "gateway-invalid" });
  expect(readWireError({ ...wire, code: "constructor" }).code).toBe("gateway-unavailable");
});

it("whatever comes, an AppError is made or thrown", () => {
  const valid = encodeError(new AppError("recalled", { details: { atSeconds: 5, dead: ["a"] } }));
  fc.assert(
    fc.property(anyJsonLike(valid), (value) => {
      let found: unknown;
      try {
        found = readWireError(value);
      } catch (error) {
        found = error;
      }
      expect(isAppError(found)).toBe(true);
    }),
    { numRuns: 500 },
  );
});
