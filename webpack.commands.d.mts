import type { Configuration } from "webpack";

export declare const commands: Configuration;
