/** Where the files of simulated containers and storages are: what a `Context` tells. */
export interface Filesystems {
  /** The folder that holds the files of a container. */
  containerRoot(name: string): string;
  /** The folder that holds the files of a storage instance, such as `"data/0"`. */
  storageRoot(id: string): string;
}
