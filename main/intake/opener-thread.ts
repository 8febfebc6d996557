/** Opens packages in a thread of its own, one at a time. Started by opener.ts, which ends it when it takes too long. */
import { parentPort } from 'node:worker_threads';
import { TrustStore } from '../eds/trust.ts';
import { PackageRefusal } from './fault.ts';
import { faceOf, type OpenedPackage, openPackage } from './open-package.ts';
import type { OpenAnswer, OpenRequest, ThreadMessage } from './opener-protocol.ts';
import type { ScanFile } from './scan-files.ts';

let trust = new TrustStore([]);

parentPort?.on('message', (request: OpenRequest) => {
  if (request.trust !== null) trust = new TrustStore(request.trust.cas, request.trust);
  const answer = answerTo(request);
  const bytes = answer.outcome === 'opened' ? answer.opened.scans.map((scan) => scan.bytes.buffer) : [];
  parentPort?.postMessage(answer, bytes as ArrayBuffer[]);
});
parentPort?.postMessage('ready' satisfies ThreadMessage);

function answerTo({ bytes, at }: OpenRequest): OpenAnswer {
  const file = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  // Its hash is known where it came from.
  const face = faceOf(Buffer.alloc(0));
  const whose = () => ({ portal: face.portal, portalId: face.portalId, kind: face.kind });
  try {
    const opened = openPackage(file, trust, at, face);
    return { outcome: 'opened', whose: whose(), opened: travelling(opened) };
  } catch (error) {
    if (!(error instanceof PackageRefusal)) throw error;
    return { outcome: 'refused', whose: whose(), code: error.code, place: error.place };
  }
}

/** Without what nobody reads any more: the base64 of scans, the text that was read. Each scan's bytes in memory of their own. */
function travelling({ package: one, scans, signature }: OpenedPackage): OpenedPackage {
  return {
    package: { ...one, scans: one.scans.map((scan) => ({ ...scan, base64: null })) },
    scans: scans.map(ownBytes),
    signature:
      signature === null ? null : { ...signature, verdict: { ...signature.verdict, signedRootXml: null } },
  };
}

function ownBytes({ bytes, pages }: ScanFile): ScanFile {
  const isWhole = bytes.byteLength === bytes.buffer.byteLength;
  const own = isWhole ? bytes : Buffer.allocUnsafeSlow(bytes.byteLength);
  if (!isWhole) bytes.copy(own);
  return { bytes: own, pages };
}
