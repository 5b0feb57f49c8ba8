/** Whether this is Chromium, or a browser made of it: for what was measured and tried there only. */
export const isChromium = Reflect.has(globalThis, "NavigatorUAData");
