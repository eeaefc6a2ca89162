/** The oldest major version of Node that runs what the bundles are compiled to. */
const oldestNode = 22;

/**
 * The first statement of every bundle. GitHub's runner and npm's scripts bring the right Node; whoever runs a bundle by
 * hand with an older one is told so instead of meeting the first API that is missing there. The exit code is that of a
 * command which cannot do its work.
 */
export const needsNode = `if (Number.parseInt(process.versions.node, 10) < ${oldestNode}) {
  console.error(\`backout needs Node.js ${oldestNode} or newer; this is \${process.version}.\`);
  process.exit(2);
}
`;
