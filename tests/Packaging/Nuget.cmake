# The NuGet packages of what was built, in SCRATCH, for programs elsewhere that reference them as users do.
file(REMOVE_RECURSE ${SCRATCH})
file(MAKE_DIRECTORY ${SCRATCH})
# This project's own settings end here.
foreach(name Directory.Build.props Directory.Build.targets Directory.Packages.props)
  file(WRITE ${SCRATCH}/${name} "<Project />")
endforeach()
# A cache of its own, because the version stays the same when the packages change; what else is needed comes from the user's.
if(DEFINED ENV{NUGET_PACKAGES})
  set(ENV{NUGET_FALLBACK_PACKAGES} "$ENV{NUGET_PACKAGES}")
else()
  set(ENV{NUGET_FALLBACK_PACKAGES} "$ENV{HOME}/.nuget/packages")
endif()
set(ENV{NUGET_PACKAGES} ${SCRATCH}/cache)

function(run)
  execute_process(COMMAND ${ARGN} OUTPUT_VARIABLE output ERROR_VARIABLE output RESULT_VARIABLE failed)
  if(output MATCHES "error (NU110[0-9]|NU1301)[^\n]*")
    message(FATAL_ERROR "SKIPPED, because a package cannot be had: ${CMAKE_MATCH_0}")
  elseif(failed)
    list(JOIN ARGN " " command)
    message(FATAL_ERROR "${command}\nended with ${failed}:\n${output}")
  endif()
endfunction()

foreach(project Core Logging FSharp Emulator Testing)
  run(${DOTNET} pack ${SOURCE}/src/${project} -c Release --no-build -nologo -p:ArtifactsPath=${MANAGED} -o ${SCRATCH}/packages)
endforeach()

# A folder whose programs find the packages.
function(make_folder folder)
  file(MAKE_DIRECTORY ${folder})
  file(WRITE ${folder}/nuget.config
    "<configuration><packageSources><add key=\"here\" value=\"${SCRATCH}/packages\" /></packageSources></configuration>")
endfunction()

# Unpacks the zip of a function, which has its program once, as bootstrap, and nothing that is for debuggers alone.
function(unpack_function zip folder)
  file(REMOVE_RECURSE ${folder})
  file(MAKE_DIRECTORY ${folder})
  run(${CMAKE_COMMAND} -E chdir ${folder} ${CMAKE_COMMAND} -E tar xf ${zip})
  get_filename_component(program ${zip} NAME_WLE)
  file(GLOB_RECURSE unwanted RELATIVE ${folder} ${folder}/*.pdb ${folder}/*.dbg ${folder}/createdump ${folder}/${program})
  if(unwanted)
    message(SEND_ERROR "${zip} has ${unwanted}")
  endif()
  execute_process(COMMAND test -x ${folder}/bootstrap RESULT_VARIABLE cannot_start)
  if(cannot_start)
    message(SEND_ERROR "bootstrap in ${zip} cannot be executed")
  endif()
endfunction()
