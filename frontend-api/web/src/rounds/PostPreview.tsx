import type { Entry, PlatformInfo } from "../api/types";
import { personaName } from "../lib/format";
import { handleSlug, lookOf, piecesOf } from "../lib/platforms";
import { Avatar } from "../ui/Bits";

/** The entry as its platform would show it; the text is a stranger's and stays text. */
export function PostPreview({ entry, platform }: { entry: Entry; platform: PlatformInfo }) {
  const name = personaName(entry);
  const look = lookOf(platform);
  const { length } = entry;
  return (
    <figure className={`post post-${platform.slug ?? "unknown"}`}>
      <div className="post-head">
        <Avatar id={entry.persona_id} name={name} size={40} />
        <span className="post-name">
          <strong>{name}</strong>
          <small>{look.handle(handleSlug(name)) || "AI persona of Troupe"}</small>
        </span>
        <small className="post-platform">{look.name}</small>
      </div>
      <p className="verbatim post-text">
        {piecesOf(entry.text ?? "").map((piece, index) =>
          piece.mark ? (
            <span key={index} className="mark">
              {piece.text}
            </span>
          ) : (
            piece.text
          ),
        )}
      </p>
      <figcaption className="post-foot">
        <span aria-hidden="true">{look.actions.join("   ")}</span>
        {length && (
          <span className={length.fits ? "" : "bad"}>
            {length.count}
            {length.limit !== null && ` / ${length.limit}`} {length.unit}
          </span>
        )}
      </figcaption>
    </figure>
  );
}
