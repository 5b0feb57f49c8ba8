/** What the scenes show: a gateway with four clouds, a transfer of drawings, its progress. */
import type { Picked } from "../../../src/platform/browser/picked";
import type { PublicConfig } from "../../../src/core/gateway-api";
import type {
  OpenedCard,
  SendResult,
  SendSummary,
  SentTransfer,
  TransferUpdate,
} from "../../../src/platform/browser/transfers";

/** 20 November 2026, 10:00 in Japan. */
export const NOW_MS = Date.UTC(2026, 10, 20, 1, 0, 0);
export const EXPIRY_SECONDS = NOW_MS / 1000 + 14 * 86_400 + 8 * 3_600;

export const config: PublicConfig = {
  origin: "https://porter.example.co.jp",
  routes: [
    {
      number: 0,
      label: { en: "Worldwide", ja: "世界" },
      suite: 1,
      k: 3,
      n: 4,
      isOpen: true,
      stores: [
        { id: "azure-jp", cloud: "azure", region: "japaneast", jurisdiction: "JP" },
        { id: "s3-us", cloud: "s3", region: "us-east-1", jurisdiction: "US" },
        { id: "gcs-eu", cloud: "gcs", region: "europe-west3", jurisdiction: "DE" },
        { id: "oss-sh", cloud: "oss", region: "oss-cn-shanghai", jurisdiction: "CN" },
      ],
    },
    {
      number: 1,
      label: { en: "Japan only", ja: "国内のみ" },
      suite: 1,
      k: 2,
      n: 3,
      isOpen: true,
      stores: [
        { id: "azure-jp", cloud: "azure", region: "japaneast", jurisdiction: "JP" },
        { id: "s3-jp", cloud: "s3", region: "ap-northeast-1", jurisdiction: "JP" },
        { id: "nas", cloud: "local", jurisdiction: "JP" },
      ],
    },
  ],
  policy: {
    threshold: { fileBytes: 5_000_000, totalBytes: 10_000_000 },
    expiryDays: { default: 14, max: 30 },
    maxTransferBytes: 50_000_000_000,
    restore: "index-holder",
  },
  signIn: { mode: "none" },
};

const file = (path: string, size: number) => ({ path, size });

export const card: OpenedCard = {
  handle: 1,
  from: { name: "山田 太郎 (Taro Yamada)", contact: "+81-3-1234-5678" },
  created: "2026-11-20T01:00:00.000Z",
  expirySeconds: EXPIRY_SECONDS,
  files: [
    file("見積書_2026.pdf", 18_400_000),
    file("図面/外観/正面図.dwg", 84_200_000),
    file("図面/外観/側面図.dwg", 61_700_000),
    file("図面/設備/空調系統図.dwg", 42_300_000),
    file("図面/readme.txt", 2_412),
    file("Setup/Viewer-installer.exe", 23_800_000),
  ],
  dirs: ["図面/写真"],
  totalBytes: 230_402_412,
  hasPassphrase: false,
  k: 3,
  stores: [
    { storeId: "azure-jp", verdict: "good" },
    { storeId: "s3-us", verdict: "good" },
    { storeId: "gcs-eu", verdict: "good" },
    { storeId: "oss-sh", verdict: "unreachable", reason: "store-unavailable" },
  ],
};

export const update: TransferUpdate = {
  state: "running",
  phase: "moving",
  totalBytes: 1_243_000_000,
  doneBytes: 522_000_000,
  bytesPerSecond: 18_600_000,
  remainingSeconds: 39,
  stores: [
    {
      storeId: "azure-jp",
      bytes: 176_000_000,
      bytesPerSecond: 6_400_000,
      phase: "working",
      isStalled: false,
    },
    {
      storeId: "s3-us",
      bytes: 174_500_000,
      bytesPerSecond: 6_200_000,
      phase: "working",
      isStalled: false,
    },
    {
      storeId: "gcs-eu",
      bytes: 171_200_000,
      bytesPerSecond: 5_900_000,
      phase: "working",
      isStalled: false,
    },
    {
      storeId: "oss-sh",
      bytes: 38_000_000,
      bytesPerSecond: 700_000,
      phase: "working",
      isStalled: true,
    },
  ],
  isResumed: false,
  problem: undefined,
};

/** A file of a size that nobody has to keep. */
function fileOf(path: string, sizeBytes: number) {
  const file = new File([], path.slice(path.lastIndexOf("/") + 1));
  Object.defineProperty(file, "size", { value: sizeBytes });
  return { path, file };
}

export const picked: Picked = {
  files: [
    fileOf("Offer_2026.pdf", 18_400_000),
    fileOf("Drawings/front.dwg", 684_200_000),
    fileOf("Drawings/side.dwg", 540_400_000),
    fileOf("見積書_改訂版_株式会社サンプル御中_2026年11月20日.xlsx", 1_240_000),
  ],
  dirs: ["Drawings/photos"],
  handles: [],
};

export const summary: SendSummary = {
  fileCount: 1_206,
  totalBytes: 1_243_000_000,
  roots: [
    { name: "Offer_2026.pdf", isFolder: false, sizeBytes: 18_400_000 },
    { name: "Drawings", isFolder: true, sizeBytes: 1_224_600_000 },
  ],
};

export const sendResult: SendResult = {
  id: "sent-1",
  indexFile:
    "porter.example.co.jp/#AQChK0GGrS00KRs6kSvG57emrvbCiCkZP3P9zbSH9KRMikPut7BO_AQZZDI8wTkrDhe0\n",
  summary,
  expirySeconds: EXPIRY_SECONDS,
  hasPassphrase: true,
  missing: [],
};

export const sentTransfers: readonly SentTransfer[] = [
  {
    id: "sent-1",
    indexFile: sendResult.indexFile,
    summary,
    sentAt: new Date(NOW_MS - 3_600_000),
    expirySeconds: EXPIRY_SECONDS,
    route: 0,
    hasPassphrase: true,
  },
  {
    id: "sent-2",
    indexFile: sendResult.indexFile,
    summary: {
      fileCount: 1,
      totalBytes: 88_100_000,
      roots: [{ name: "契約書_最終版.pdf", isFolder: false, sizeBytes: 88_100_000 }],
    },
    sentAt: new Date(NOW_MS - 3 * 86_400_000),
    expirySeconds: EXPIRY_SECONDS - 3 * 86_400,
    route: 0,
    hasPassphrase: false,
  },
  {
    id: "sent-3",
    indexFile: sendResult.indexFile,
    summary: {
      fileCount: 42,
      totalBytes: 3_120_000_000,
      roots: [{ name: "Site photos", isFolder: true, sizeBytes: 3_120_000_000 }],
    },
    sentAt: new Date(NOW_MS - 20 * 86_400_000),
    expirySeconds: NOW_MS / 1000 - 6 * 86_400,
    route: 1,
    hasPassphrase: false,
  },
];
