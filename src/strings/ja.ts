import { en, type Strings } from "./en";
export const ja: Strings = en;
