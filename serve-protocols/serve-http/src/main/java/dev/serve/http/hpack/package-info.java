/**
 * HPACK, the compression of header fields in HTTP/2 (RFC 7541). Not exported.
 *
 * <h2>Map</h2>
 *
 * <ul>
 *   <li>{@link dev.serve.http.hpack.HpackDecoder}: bytes of a header block to a {@link
 *       dev.serve.http.hpack.HeaderBlock}
 *   <li>{@link dev.serve.http.hpack.HpackEncoder}: fields of an answer to bytes
 *   <li>{@code StaticTable}, {@code DecodedTable}, {@code EncodedTable}: what indexes stand for
 *   <li>{@code Huffman}: the code of appendix B
 * </ul>
 *
 * <h2>Threads</h2>
 *
 * A decoder and an encoder belong to one connection; each is used by one thread at a time.
 */
@NullMarked
package dev.serve.http.hpack;

import org.jspecify.annotations.NullMarked;
