// Tests run in plain Node: jsdom would hide its fetch, streams and WebCrypto. Pages and their components
// are tested in a real Chromium (test/e2e).
export default {
  testEnvironment: "node",
  roots: ["<rootDir>/test"],
  testMatch: ["**/*.test.ts", "**/*.test.tsx"],
  transform: {
    "^.+\\.[mc]?[tj]s$": [
      "@swc/jest",
      { jsc: { parser: { syntax: "typescript" }, target: "es2022" }, module: { type: "commonjs" } },
    ],
    "^.+\\.tsx$": [
      "@swc/jest",
      {
        jsc: {
          parser: { syntax: "typescript", tsx: true },
          transform: { react: { runtime: "automatic" } },
          target: "es2022",
        },
        module: { type: "commonjs" },
      },
    ],
  },
  // Libraries that come as ES modules only.
  transformIgnorePatterns: ["/node_modules/(?!(?:@noble|jose)/)"],
  // The command line and the coder threads are tested as they ship: bundled.
  globalSetup: "<rootDir>/test/build.mjs",
  setupFiles: ["<rootDir>/test/signals.ts"],
  testTimeout: 60_000,
  // A failed test may leave a server or a browser behind: the run ends all the same, and says what failed.
  forceExit: true,
};
