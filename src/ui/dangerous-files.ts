/** Files that run as a program, or carry one, when they are opened. */

/** Programs, scripts, installers, shortcuts, disk images and documents with macros, by extension. */
const EXTENSIONS = new Set(
  (
    "exe com scr pif msi msp msix msixbundle appx appxbundle appinstaller cpl msc dll sys gadget application " +
    "bat cmd ps1 psm1 ps1xml vb vbe vbs js jse mjs wsf wsh wsc sct hta sh bash command csh scpt " +
    "jar jnlp apk ipa app dmg pkg deb rpm run appimage desktop " +
    "lnk url website scf inf reg chm hlp iso img vhd vhdx " +
    "docm dotm xlsm xltm xlam xll xla pptm potm ppam ppsm sldm mde accde ade adp"
  ).split(" "),
);

/** Decides by the last extension, as a system does; trailing dots and spaces do not hide it. */
export function isDangerous(path: string): boolean {
  const name = path.slice(path.lastIndexOf("/") + 1).replace(/[. ]+$/, "");
  const dot = name.lastIndexOf(".");
  return dot >= 0 && EXTENSIONS.has(name.slice(dot + 1).toLowerCase());
}
