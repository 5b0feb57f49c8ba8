/** The fake of the unit tests keeps the contract of the real thing. */
import { mailContract } from "../contract/mail-item.contract";
import { fakeMailWorld } from "../fakes/fake-mail";

mailContract("fake mail", () => Promise.resolve(fakeMailWorld));
