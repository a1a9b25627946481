/** Sends a file, and tells how far it is: `fetch` can't. */
import { ApiError } from "../api/client";
import type { FileOut, Problem } from "../api/generated";

/** The stored file. `told` hears the share that is sent, 0..1. Rejects with an `ApiError` whose message can be shown. */
export function upload(file: Blob, told: (share: number) => void): Promise<FileOut> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open("POST", "/files");
    request.responseType = "json";
    request.setRequestHeader("Content-Type", "application/octet-stream");
    request.upload.onprogress = ({ loaded, total }) => told(total ? loaded / total : 0);
    request.onload = () =>
      request.status === 201
        ? resolve(request.response as FileOut)
        : reject(new ApiError((request.response as Problem | null)?.detail ?? `The service answered ${request.status}.`, request.status));
    request.onerror = () => reject(new ApiError("The file could not be sent. Is it too large? Check your connection and try again.", 0));
    request.send(file);
  });
}
