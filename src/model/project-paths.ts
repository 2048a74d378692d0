/** Files that belong to one cluster besides its YAML, relative to the project root. */
export interface ProjectPaths {
  readonly imageLock: string;
  readonly secretManifest: string;
  /** State of the default, local backend. */
  readonly terraformState: string;
}

/** Of the lab everything lies under `.lab/`, which git ignores; of a real cluster it is committed. */
export function projectPaths(clusterScope: string, lab: boolean): ProjectPaths {
  return lab
    ? {
        imageLock: '.lab/images.lock.json',
        secretManifest: `.lab/${clusterScope}.secrets.json`,
        terraformState: `.lab/state/${clusterScope}.tfstate`,
      }
    : {
        imageLock: 'config/images.lock.json',
        secretManifest: `config/clusters/${clusterScope}.secrets.json`,
        terraformState: `state/${clusterScope}.tfstate`,
      };
}
