/** The clouds' SDKs hold keys and are large: each is named by its adapter's two files and by nothing else. */
import { readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";

const root = resolve(__dirname, "../../src");
const SDKS: readonly (readonly [RegExp, string])[] = [
  [/["']@azure\/(storage-blob|identity)["']/, "clouds/azure.ts"],
  [/["']@aws-sdk\//, "clouds/s3.ts"],
  [/["']@google-cloud\//, "clouds/gcs.ts"],
  [/["']ali-oss["']/, "clouds/oss.ts"],
];

const files = (readdirSync(root, { recursive: true }) as string[]).filter((name) =>
  /\.tsx?$/.test(name),
);
const textOf = (name: string): string => readFileSync(join(root, name), "utf8");

it.each(SDKS)("%s is imported in %s and its settings only", (sdk, adapter) => {
  const settings = adapter.replace(".ts", "-settings.ts");
  expect(files.filter((name) => sdk.test(textOf(name))).sort()).toEqual([settings, adapter]);
});

it("an adapter is loaded when a store needs it, and never before", () => {
  const adapters = /from "\.{1,2}\/(clouds\/)?(azure|s3|gcs|oss)(-settings)?"/;
  expect(files.filter((name) => adapters.test(textOf(name)))).toEqual([]);
  expect(
    textOf("clouds/registry.ts").match(/await import\("\.\/(azure|s3|gcs|oss)"\)/g),
  ).toHaveLength(4);
});
