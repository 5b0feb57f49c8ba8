/** As in the command line: every retry of every store waits on one signal, which is no leak. */
import { setMaxListeners } from "node:events";

setMaxListeners(0);
