// Checks a .charm file as Juju does: what the controller parses, and what the
// agent finds after unpacking. Prints what it found as JSON; exits 1 with
// Juju's own words when the charm would be refused or could not run.
package main

import (
	"archive/zip"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"sort"
	"strings"

	"github.com/juju/charm/v12"
)

type member struct {
	Name      string `json:"name"`
	Mode      string `json:"mode"`
	SizeBytes uint64 `json:"sizeBytes"`
}

type found struct {
	Name       string   `json:"name"`
	Format     int      `json:"format"`
	Containers []string `json:"containers"`
	Endpoints  []string `json:"endpoints"`
	Storage    []string `json:"storage"`
	Resources  []string `json:"resources"`
	Options    []string `json:"options"`
	Actions    []string `json:"actions"`
	Bases      []string `json:"bases"`
	Hooks      []string `json:"hooks"`
	Revision   int      `json:"revision"`
	Version    string   `json:"version"`
	Members    []member `json:"members"`
}

func main() {
	if len(os.Args) != 2 || strings.HasPrefix(os.Args[1], "-") {
		fmt.Fprintln(os.Stderr, "Usage: charm-parser FILE.charm")
		os.Exit(2)
	}
	result, err := check(os.Args[1])
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	encoder := json.NewEncoder(os.Stdout)
	encoder.SetIndent("", "  ")
	if err := encoder.Encode(result); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func check(path string) (*found, error) {
	archive, err := charm.ReadCharmArchive(path)
	if err != nil {
		return nil, err
	}
	// The archive reader leaves out the check of the metadata that the path
	// reader and the controller make.
	if _, err := charm.ReadCharm(path); err != nil {
		return nil, err
	}
	members, err := readMembers(path)
	if err != nil {
		return nil, err
	}
	if err := checkUnpacked(archive, members); err != nil {
		return nil, err
	}
	return describe(archive, members), nil
}

func readMembers(path string) ([]member, error) {
	reader, err := zip.OpenReader(path)
	if err != nil {
		return nil, err
	}
	defer reader.Close()
	seen := map[string]bool{}
	members := []member{}
	for _, file := range reader.File {
		if seen[file.Name] {
			return nil, fmt.Errorf("archive has two members named %q", file.Name)
		}
		seen[file.Name] = true
		members = append(members, member{
			Name:      file.Name,
			Mode:      fmt.Sprintf("%04o", file.Mode().Perm()),
			SizeBytes: file.UncompressedSize64,
		})
	}
	return members, nil
}

// Juju makes hooks executable when it unpacks them, but not dispatch, and it
// looks at links only then, so both are found nowhere but in the unpacked tree.
func checkUnpacked(archive *charm.CharmArchive, members []member) error {
	packed := "absent"
	for _, member := range members {
		if member.Name == "dispatch" {
			packed = member.Mode
		}
	}
	if packed != "0755" {
		return fmt.Errorf(`archive file "dispatch" must have mode 0755, it is %s`, packed)
	}
	folder, err := os.MkdirTemp("", "charm-parser-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(folder)
	if err := archive.ExpandTo(folder); err != nil {
		return err
	}
	info, err := os.Lstat(filepath.Join(folder, "dispatch"))
	if err != nil {
		return err
	}
	if !info.Mode().IsRegular() || info.Mode().Perm()&0o100 == 0 {
		return fmt.Errorf(`unpacked "dispatch" is not an executable file, its mode is %v`, info.Mode())
	}
	return nil
}

func describe(archive *charm.CharmArchive, members []member) *found {
	meta := archive.Meta()
	bases := []string{}
	if manifest := archive.Manifest(); manifest != nil {
		for _, base := range manifest.Bases {
			bases = append(bases, base.String())
		}
	}
	endpoints := append(names(meta.Provides), names(meta.Requires)...)
	endpoints = append(endpoints, names(meta.Peers)...)
	sort.Strings(endpoints)
	return &found{
		Name:       meta.Name,
		Format:     int(charm.MetaFormat(archive)),
		Containers: names(meta.Containers),
		Endpoints:  endpoints,
		Storage:    names(meta.Storage),
		Resources:  names(meta.Resources),
		Options:    names(archive.Config().Options),
		Actions:    names(archive.Actions().ActionSpecs),
		Bases:      bases,
		Hooks:      names(meta.Hooks()),
		Revision:   archive.Revision(),
		Version:    archive.Version(),
		Members:    members,
	}
}

func names[V any](things map[string]V) []string {
	sorted := []string{}
	for name := range things {
		sorted = append(sorted, name)
	}
	sort.Strings(sorted)
	return sorted
}
