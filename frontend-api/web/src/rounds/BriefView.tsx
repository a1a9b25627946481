import type { Brief, Pinned, Source } from "../api/types";
import { Digest } from "../ui/Bits";
import { Notice } from "../ui/Notice";

/** What was asked for, and the texts that came with it. */
export function BriefView({ brief }: { brief: Pinned<Brief> }) {
  const { document, problem } = brief;
  return (
    <section className="stack">
      <div className="row spread">
        <h2>Brief</h2>
        <small className="hint">
          pinned as <Digest value={brief.digest} />
        </small>
      </div>
      {document ? (
        <>
          <blockquote className="brief">{document.text}</blockquote>
          {document.sources.map((source, index) => (
            <SourceView key={index} source={source} number={index + 1} />
          ))}
        </>
      ) : (
        <Notice tone="warn">{problem ?? "The brief is missing."}</Notice>
      )}
    </section>
  );
}

function SourceView({ source, number }: { source: Source; number: number }) {
  return (
    <details className="source">
      <summary>
        Source {number}: {source.title}
      </summary>
      <p className="verbatim">{source.text}</p>
      {source.url && /^https?:\/\//.test(source.url) && (
        <p>
          <a href={source.url} target="_blank" rel="noreferrer nofollow ugc">
            {source.url}
          </a>
        </p>
      )}
    </details>
  );
}
