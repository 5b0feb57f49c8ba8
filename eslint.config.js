// Typed lint, and the layers of the house: who may import whom, each ban with its reason.
import js from "@eslint/js";
import reactHooks from "eslint-plugin-react-hooks";
import tseslint from "typescript-eslint";

/** Forbids imports in a room. A rule that hurts says that the code lives in the wrong room. */
const room = (files, bans) => ({
  files,
  rules: {
    "no-restricted-imports": [
      "error",
      { patterns: bans.map(([group, message]) => ({ group, message })) },
    ],
  },
});

const NODE = [
  ["node:*", "fs", "path", "crypto"],
  "core runs in browsers too: ask the platform through a port",
];
const LIBRARIES = [
  [
    "react*",
    "@fluentui/*",
    "@azure/*",
    "@aws-sdk/*",
    "@google-cloud/*",
    "ali-oss",
    "commander",
    "zod",

    "hash-wasm",
  ],
  "core has no dependency: primitives come through core/format/primitives.ts",
];
const OUTSIDE = [
  [
    "**/clouds/**",
    "**/platform/**",
    "**/outlook/**",
    "**/strings/**",
    "**/ui/**",
    "**/cli/**",
    "**/gateway/**",
    "**/taskpane/**",
    "**/commands/**",
    "**/web/**",
  ],
  "core is what everything else stands on: it imports nothing outside of core",
];
const SHELLS = [
  ["**/cli/**", "**/gateway/**", "**/taskpane/**", "**/commands/**", "**/web/**"],
  "nothing imports a shell: move what both need into a room below",
];

const OFFICE = [
  ["**/outlook/office-*", "**/outlook/launch-event"],
  "the same screens run without Outlook: they know its ports, mail-item.ts and mailbox.ts",
];

export default tseslint.config(
  {
    ignores: [
      "dist/",
      "data/",
      "coverage/",
      "src/core/codec/kernel/",
      "src/core/codec/kernel-binary.ts",
    ],
  },
  js.configs.recommended,
  {
    files: ["**/*.ts", "**/*.tsx"],
    extends: [tseslint.configs.strictTypeChecked, tseslint.configs.stylisticTypeChecked],
    languageOptions: {
      parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname },
    },
    rules: {
      "@typescript-eslint/consistent-type-imports": "error",
      "@typescript-eslint/switch-exhaustiveness-check": "error",
      "@typescript-eslint/prefer-readonly": "error",
      "@typescript-eslint/no-unnecessary-condition": [
        "error",
        { allowConstantLoopConditions: true },
      ],
      // A signal's reason is whatever its owner gave; ours is always an Error.
      "@typescript-eslint/prefer-promise-reject-errors": "off",
      "max-lines": ["error", { max: 300 }],
      "max-lines-per-function": ["error", { max: 50, skipBlankLines: true, skipComments: true }],
      "no-restricted-syntax": [
        "error",
        {
          selector: "ExportDefaultDeclaration",
          message: "a name that can be searched for beats a default export",
        },
        { selector: "TSEnumDeclaration", message: "a union of literals needs no code" },
      ],
      eqeqeq: "error",
    },
  },
  room(["src/core/*.ts", "src/core/gateway-api/**"], [NODE, LIBRARIES, OUTSIDE]),
  room(
    ["src/core/codec/**"],
    [
      NODE,
      LIBRARIES,
      OUTSIDE,
      [
        ["../format/**", "../store/**", "../transfer/**", "../env"],
        "the codec is pure and synchronous mathematics",
      ],
    ],
  ),
  room(
    ["src/core/format/**"],
    [
      NODE,
      LIBRARIES,
      OUTSIDE,
      [
        ["../store/**", "../transfer/**", "../env"],
        "the format is true without a network and without a clock",
      ],
    ],
  ),
  room(
    ["src/core/store/**"],
    [
      NODE,
      LIBRARIES,
      OUTSIDE,
      [
        ["../codec/**", "../format/**", "../transfer/**"],
        "a store keeps bytes and does not know what they mean",
      ],
    ],
  ),
  room(["src/core/transfer/**", "src/core/gateway-client/**"], [NODE, LIBRARIES, OUTSIDE]),
  room(
    ["src/platform/**"],
    [
      SHELLS,
      [
        ["**/clouds/**", "**/ui/**", "**/outlook/**"],
        "a platform implements ports of core and knows nothing above",
      ],
    ],
  ),
  room(
    ["src/platform/browser/**"],
    [
      SHELLS,
      [
        ["**/clouds/**", "**/ui/**", "**/outlook/**", "**/platform/node/**", "node:*"],
        "this runs in pages and workers: it knows ports of core, and neither Node nor what is above",
      ],
    ],
  ),
  room(
    ["src/clouds/**"],
    [
      SHELLS,
      [
        ["**/ui/**", "**/outlook/**", "**/platform/browser/**"],
        "clouds run on Node, below the gateway and the command line",
      ],
    ],
  ),
  room(
    ["src/strings/**"],
    [
      SHELLS,
      [
        ["**/clouds/**", "**/platform/**"],
        "strings are sentences and know only what they speak about",
      ],
    ],
  ),
  room(
    ["src/ui/**"],
    [
      SHELLS,
      OFFICE,
      [
        ["**/clouds/**", "**/platform/node/**"],
        "screens are the same in a page and in a pane: what differs comes as a property",
      ],
    ],
  ),
  room(
    ["src/web/**"],
    [
      OFFICE,
      [
        ["**/clouds/**", "**/platform/node/**", "**/taskpane/**", "**/cli/**", "**/gateway/**"],
        "a page runs in any browser, without Outlook and without Node",
      ],
    ],
  ),
  room(
    ["src/taskpane/**"],
    [
      [
        ["**/clouds/**", "**/platform/node/**", "**/web/**", "**/cli/**", "**/gateway/**"],
        "a pane runs in Outlook's browser, without Node; what pages have too belongs into ui",
      ],
    ],
  ),
  room(
    ["src/outlook/**"],
    [
      SHELLS,
      [
        ["**/clouds/**", "**/ui/**", "**/platform/**", "**/strings/**"],
        "the mail is there for screens, and knows none of them",
      ],
    ],
  ),
  {
    files: ["src/**/*.ts", "src/**/*.tsx"],
    ignores: ["src/outlook/office-*.ts", "src/outlook/launch-event.ts"],
    rules: {
      "no-restricted-globals": [
        "error",
        {
          name: "Office",
          message: "only office-*.ts of the room outlook says Office: ask a port of it",
        },
      ],
    },
  },
  {
    files: ["src/ui/**", "src/web/**", "src/taskpane/**"],
    extends: [reactHooks.configs.flat.recommended],
  },
  {
    files: ["src/core/**/*.ts"],
    ignores: ["src/core/env.ts"],
    rules: {
      "no-restricted-globals": [
        "error",
        ...[
          "XMLHttpRequest",
          "importScripts",
          "self",
          "setTimeout",
          "setInterval",
          "fetch",
          "performance",
        ].map((name) => ({ name, message: "time, chance and network come through Env or a port" })),
      ],
      "no-restricted-properties": [
        "error",
        { object: "Date", property: "now", message: "the time comes through Env" },
        {
          object: "Math",
          property: "random",
          message: "chance comes through Env, keys through Primitives",
        },
      ],
    },
  },
  {
    files: ["test/**", "bench/**"],
    rules: {
      "@typescript-eslint/no-non-null-assertion": "off",
      "max-lines": "off",
      "max-lines-per-function": "off",
    },
  },
  {
    // Scripts that a test brings into a page.
    files: ["test/outlook-host/pages/**"],
    rules: { "no-undef": "off" },
  },
  {
    files: ["**/*.mjs", "*.js"],
    languageOptions: {
      globals: { process: "readonly", console: "readonly", Buffer: "readonly", URL: "readonly" },
    },
  },
);
